"""The chain of a book: each entry carries the hash of the one before (pooling P46).

So nothing can be changed, left out, added or put in another order without every later hash
differing. One chain a book, because one for everything would make every posting wait for every
other. The form that is hashed here is also the form of an export: it must never change.
"""

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from microcare.kernel.errors import DomainError
from microcare.kernel.words import N_
from microcare.ledger.values.buckets import ALLOWED_MOVES, Bucket

_ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False)
# What the first entry of a book carries in place of the hash before it.
BEGINNING = ""
# The buckets of a group's book. Whatever enters or leaves one is part of a hold.
OF_GROUPS = frozenset({Bucket.HELD, Bucket.PAID_IN, Bucket.SPENT, Bucket.REFUND_DUE})


class NotAnExport(DomainError):
    """A line is not an entry as `ledger export` writes it; `number` counts lines from 1."""

    words = N_("Line %(number)d is not an entry of an export.")


@dataclass(frozen=True, slots=True)
class Promised:
    """The hold that an entry is part of."""

    id: UUID
    ref: UUID
    for_on: date
    pence: int
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Entry:
    """One move of pence with everything that its hash covers."""

    book: UUID
    number: int
    id: UUID
    event: UUID
    kind: str
    actor: UUID
    key: str
    at: datetime
    purse: UUID
    pot: UUID
    opens_on: date
    closes_on: date
    source: Bucket
    target: Bucket
    pence: int
    hold: Promised | None
    reverses: UUID | None
    reason: str | None
    previous: str
    hash: str = ""

    def as_row(self) -> dict[str, Any]:
        """The entry as one object of plain values: what is hashed, without the hash itself."""
        row = {name: _plain(getattr(self, name)) for name in Entry.__slots__ if name != "hash"}
        if self.hold is not None:
            row["hold"] = {n: _plain(getattr(self.hold, n)) for n in Promised.__slots__}
        return row

    @property
    def computed_hash(self) -> str:
        """What the hash must be."""
        return hash_of(self.as_row())

    def as_line(self) -> str:
        """One line of an export."""
        return _json(self.as_row() | {"hash": self.hash})


@dataclass(frozen=True, slots=True)
class Difference:
    """The first thing that is not as it must be: in which book (None: all), at which entry."""

    words: str
    book: UUID | None = None
    number: int | None = None

    def __str__(self) -> str:
        place = f"book {self.book}" if self.book else "the ledger"
        return f"{place}{f', entry {self.number}' if self.number else ''}: {self.words}"


def entry_from_line(line: str, number: int) -> Entry:
    """An entry from line `number` of an export. Raises NotAnExport."""
    try:
        row = json.loads(line)
        told = {name: _read(name, row[name]) for name in Entry.__slots__ if name != "hold"}
        hold = row["hold"]
        promised = Promised(**{n: _read(n, hold[n]) for n in Promised.__slots__}) if hold else None
        return Entry(**told, hold=promised)
    except (ValueError, KeyError, TypeError, AttributeError):
        raise NotAnExport(number=number) from None


def hash_of(row: Mapping[str, Any]) -> str:
    """SHA-256 in hex over the sorted, compact JSON of an entry's row."""
    return hashlib.sha256(_json(row).encode()).hexdigest()


def first_difference(entries: Iterable[Entry]) -> Difference | None:
    """Re-derives every book from its entries, in their order; the first that differs, or None.

    Entries of one book must come in order; books may come mixed.
    """
    replays: defaultdict[UUID, Replay] = defaultdict(Replay)
    for entry in entries:
        if words := replays[entry.book].take(entry.as_row(), entry.hash):
            return Difference(words, entry.book, entry.number)
    return None


class Replay:
    """What the entries of one book so far come to: how many, the last hash, and its promises."""

    def __init__(self) -> None:
        self.number, self.last_hash = 0, BEGINNING
        # Pence of one hold in one bucket.
        self._holds: Counter[tuple[str, str]] = Counter()

    def take(self, row: Mapping[str, Any], told_hash: str) -> str:
        """What is wrong with the next entry, as its row and the hash that it carries, or ""."""
        number, previous = self.number, self.last_hash
        self.number, self.last_hash = row["number"], told_hash
        if row["number"] != number + 1:
            return f"entry {number + 1} is missing"
        if row["previous"] != previous:
            return "does not follow the entry before it"
        if told_hash != hash_of(row):
            return "was changed after it was written"
        if row["pence"] < 1 or (row["source"], row["target"]) not in ALLOWED_MOVES:
            return "is no move that the rules know"
        return self._promised(row)

    def _promised(self, row: Mapping[str, Any]) -> str:
        source, target, pence, hold = row["source"], row["target"], row["pence"], row["hold"]
        if source not in OF_GROUPS and target not in OF_GROUPS:
            return ""
        if hold is None:
            return "belongs to no promise"
        if target == Bucket.HELD and pence != hold["pence"]:
            return "is not what was promised"
        if source in OF_GROUPS and self._holds[hold["id"], source] < pence:
            return "takes more than was there"
        self._holds[hold["id"], source] -= pence
        self._holds[hold["id"], target] += pence
        return ""


def _json(row: Mapping[str, Any]) -> str:
    return _ENCODER.encode(row)


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, int):
        return value
    if isinstance(value, datetime):
        # The same instant is the same text, in whatever zone it was worked out.
        return value.astimezone(UTC).isoformat()
    return value.isoformat() if isinstance(value, date) else str(value)


_INSTANTS = {"at", "expires_at"}
_DAYS = {"opens_on", "closes_on", "for_on"}
_BUCKETS = {"source", "target"}
_WORDS = {"kind", "key", "reason", "previous", "hash"}


def _read(name: str, value: Any) -> Any:
    """The inverse of `_plain`, by the name of the field. Raises ValueError or TypeError."""
    if value is None and name in {"reverses", "reason"}:
        return None
    if name in {"number", "pence"}:
        if type(value) is not int:
            raise TypeError(name)
        return value
    if name in _WORDS:
        return str(value)
    if name in _BUCKETS:
        return Bucket(value)
    if name in _INSTANTS:
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if name in _DAYS else UUID(value)
