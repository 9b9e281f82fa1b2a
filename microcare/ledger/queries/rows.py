"""Every entry as the row that was hashed, to be verified: read as text, many at a time.

`entries` answers the same as values. To make those of a million rows, and text of them again,
would take most of the time that it takes to look everything over.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Select, Text, cast, select
from sqlalchemy.orm import Session, aliased

from microcare.ledger.models import Account, Event, HoldLine, Move, Pot

# How many rows are held in memory at a time.
AT_A_TIME = 5_000
_FROM, _TO = aliased(Account), aliased(Account)
_IDS = {
    "book": Move.book,
    "id": Move.id,
    "event": Event.id,
    "actor": Event.actor,
    "purse": Pot.purse,
    "pot": Pot.id,
    "reverses": Move.reverses_id,
}
_DAYS = {"opens_on": Pot.opens_on, "closes_on": Pot.closes_on}
_OTHERS = {
    "at": Event.at,
    "number": Move.number,
    "kind": Event.kind,
    "key": Event.key,
    "source": _FROM.bucket,
    "target": _TO.bucket,
    "pence": Move.pence,
    "reason": Move.reason,
    "previous": Move.previous,
}
_NAMES = (*_IDS, *_DAYS, *_OTHERS)
_AS_TEXT = (HoldLine.id, HoldLine.ref, HoldLine.for_on)


def rows_of(session: Session) -> Iterator[tuple[dict[str, Any], str]]:
    """Each book's rows in order, with the hash that each entry carries; books one after another.

    What is missing of an entry is None, so that its hash differs.
    """
    rows = session.connection().execute(_rows().execution_options(yield_per=AT_A_TIME))
    for *values, hold, ref, for_on, expires_at, promised, told_hash in rows:
        row = dict(zip(_NAMES, values, strict=True))
        for name in _IDS:
            row[name] = _dashed(row[name])
        row["at"] = _instant(row["at"])
        row["hold"] = hold and {
            "id": _dashed(hold),
            "ref": _dashed(ref),
            "for_on": for_on,
            "pence": promised,
            "expires_at": _instant(expires_at),
        }
        yield row, told_hash


def _rows() -> Select[Any]:
    columns: tuple[Any, ...] = (
        *(cast(column, Text) for column in (_IDS | _DAYS).values()),
        *_OTHERS.values(),
        *(cast(column, Text) for column in _AS_TEXT),
        HoldLine.expires_at,
        HoldLine.pence,
        Move.hash,
    )
    return (
        select(*columns)
        .select_from(Move)
        .outerjoin(Event, Event.id == Move.event_id)
        .outerjoin(_FROM, _FROM.id == Move.from_account_id)
        .outerjoin(_TO, _TO.id == Move.to_account_id)
        .outerjoin(Pot, Pot.id == _FROM.pot_id)
        .outerjoin(HoldLine, HoldLine.id == Move.hold_id)
        .order_by(Move.book, Move.number)
    )


def _dashed(text: str | None) -> str | None:
    """An id as an entry writes it. SQLite keeps it without its dashes."""
    if text is None or len(text) != 32:
        return text
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def _instant(value: datetime | None) -> str | None:
    # Read as UTC already, as entries write it.
    return None if value is None else value.isoformat()
