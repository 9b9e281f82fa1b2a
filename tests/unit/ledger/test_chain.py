"""Nothing in a chain can be changed, left out, added or moved without being named (P46)."""

import dataclasses
import json
import uuid
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microcare.kernel.clock import LONDON
from microcare.ledger.values.buckets import Bucket
from microcare.ledger.values.chain import (
    BEGINNING,
    Entry,
    NotAnExport,
    Promised,
    entry_from_line,
    first_difference,
)

BOOK, POT, PURSE = (uuid.UUID(int=n) for n in (1, 2, 3))
AT = datetime(2026, 11, 23, 12, 0, 0, 5, tzinfo=UTC)
WAYS = ((Bucket.AVAILABLE, Bucket.HELD), (Bucket.HELD, Bucket.SPENT))


def linked(pences: list[int]) -> list[Entry]:
    """A sound chain: each promise is made and then spent."""
    made: list[Entry] = []
    for place, pence in enumerate(pences):
        hold = Promised(uuid.UUID(int=100 + place), BOOK, date(2026, 12, 1), pence, AT)
        for source, target in WAYS:
            entry = Entry(
                book=BOOK,
                number=len(made) + 1,
                id=uuid.UUID(int=1000 + len(made)),
                event=uuid.UUID(int=5),
                kind="hold",
                actor=PURSE,
                key="k",
                at=AT,
                purse=PURSE,
                pot=POT,
                opens_on=date(2026, 4, 1),
                closes_on=date(2027, 3, 31),
                source=source,
                target=target,
                pence=pence,
                hold=hold,
                reverses=None,
                reason=None,
                previous=made[-1].hash if made else BEGINNING,
            )
            made.append(dataclasses.replace(entry, hash=entry.computed_hash))
    return made


AMOUNTS = st.lists(st.integers(1, 1_000_000), min_size=2, max_size=5)


@given(AMOUNTS)
def test_a_sound_chain_has_no_difference_and_survives_an_export(pences: list[int]) -> None:
    entries = linked(pences)
    assert first_difference(entries) is None
    read = [entry_from_line(entry.as_line(), 1) for entry in entries]
    assert read == entries


def test_an_instant_is_the_same_in_every_zone() -> None:
    """A promise's end is worked out in London and read back in UTC."""
    entry = linked([500])[0]
    assert entry.hold is not None
    summer = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
    here = dataclasses.replace(entry.hold, expires_at=summer)
    there = dataclasses.replace(entry.hold, expires_at=summer.astimezone(LONDON))
    hashes = {dataclasses.replace(entry, hold=hold).computed_hash for hold in (here, there)}
    assert len(hashes) == 1


CHANGES = {
    "pence": 7_000_001,
    "at": AT.replace(year=2025),
    "actor": POT,
    "kind": "post",
    "key": "other",
    "purse": POT,
    "pot": BOOK,
    "opens_on": date(2020, 1, 1),
    "closes_on": date(2030, 1, 1),
    "target": Bucket.RETURNED,
    "source": Bucket.SOURCE,
    "hold": None,
    "reverses": BOOK,
    "reason": "because",
    "id": BOOK,
    "event": BOOK,
    "hash": "0" * 64,
    "previous": "0" * 64,
    "number": 99,
}


@pytest.mark.parametrize("name", sorted(CHANGES))
@given(pences=AMOUNTS, data=st.data())
def test_whatever_is_changed_is_named_at_its_entry(
    name: str, pences: list[int], data: st.DataObject
) -> None:
    entries = linked(pences)
    place = data.draw(st.integers(0, len(entries) - 1))
    entries[place] = dataclasses.replace(entries[place], **{name: CHANGES[name]})
    found = first_difference(entries)
    assert found is not None
    assert found.book == BOOK
    assert found.number == entries[place].number


@given(pences=AMOUNTS, data=st.data())
def test_nothing_can_be_left_out_or_moved(pences: list[int], data: st.DataObject) -> None:
    entries = linked(pences)
    place = data.draw(st.integers(0, len(entries) - 2))
    without = entries[:place] + entries[place + 1 :]
    assert first_difference(without) is not None
    moved = [*entries]
    moved[place], moved[place + 1] = moved[place + 1], moved[place]
    assert first_difference(moved) is not None


def test_hashed_anew_a_false_entry_is_still_no_sound_move() -> None:
    """Whoever rewrites the whole chain must still obey the rules of promises."""
    entry = dataclasses.replace(linked([500])[0], pence=501)
    forged = dataclasses.replace(entry, hash=entry.computed_hash)
    found = first_difference([forged])
    assert found is not None
    assert "not what was promised" in found.words
    second = linked([500])[1]
    twice = dataclasses.replace(second, number=1, previous=BEGINNING)
    found = first_difference([dataclasses.replace(twice, hash=twice.computed_hash)])
    assert found is not None
    assert "more than was there" in found.words


@given(st.text(max_size=200))
def test_no_line_breaks_the_reader(text: str) -> None:
    with pytest.raises(NotAnExport):
        entry_from_line(text, 3)


@given(st.sampled_from(sorted(CHANGES)), st.sampled_from(["", "x", -1, 1.5, [], {}, True]))
def test_a_line_with_a_wrong_value_is_refused_or_differs(name: str, value: object) -> None:
    entry = linked([500])[0]
    row = json.loads(entry.as_line()) | {name: value}
    try:
        read = entry_from_line(json.dumps(row), 1)
    except NotAnExport:
        return
    assert read == entry or first_difference([read]) is not None
