"""The ledger verifies itself, stops promising where it differs, and retires books whole."""

import uuid
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from microcare.extensions import db
from microcare.kernel.clock import FixedClock
from microcare.ledger.queries import (
    balances_of,
    differences,
    entries_of,
    head_of,
    holds_of_purses,
    spent_of_holds,
)
from microcare.ledger.services import (
    expire_holds,
    keep_holds,
    note_doubts,
    owe_refund,
    post_holds,
    release_holds,
    retire_book,
    return_left,
    return_refund,
    settle_refund,
    take_back,
)
from microcare.ledger.values import (
    Balances,
    BookInDoubt,
    Bucket,
    HoldEnd,
    HoldHasEnded,
    NotAtRest,
    RefundExceedsSpent,
)
from microcare.ledger.values.chain import first_difference
from tests.factories.ledger import hold, make_purse, make_wish, new_act
from tests.integration.ledger.plain import Plain

BOOK = uuid.UUID(int=77)


def balances(session: Session, purse: uuid.UUID) -> Balances:
    return balances_of(session, [purse])[purse]


def spent_hold(session: Session, clock: FixedClock, purse: uuid.UUID, pence: int) -> uuid.UUID:
    """A promise of `pence` in the book, all of it spent."""
    hold(session, clock, make_wish(purse, pence=pence, book=BOOK, clock=clock))
    [line] = [h for h in holds_of_purses(session, [purse]) if h.ended is None]
    post_holds(session, posts={line.id: pence}, act=new_act(), clock=clock)
    return line.id


def test_a_whole_life_is_one_sound_chain(session: Session, clock: FixedClock) -> None:
    purse = make_purse(session, clock)
    line = spent_hold(session, clock, purse, 3_000)
    owe_refund(session, parts={line: 1_000}, act=new_act(), clock=clock)
    settle_refund(session, parts={line: 600}, act=new_act(), clock=clock)
    return_refund(session, parts={line: 400}, act=new_act(), clock=clock)
    take_back(session, purse=purse, pence=100, act=new_act(), clock=clock)
    assert return_left(session, purse=purse, act=new_act(), clock=clock) == 7_500
    expected = Balances(set_aside=9_900, spent=2_000, returned=7_900)
    assert balances(session, purse) == expected
    assert list(differences(session)) == []
    entries = list(entries_of(session, BOOK))
    assert [(e.source, e.target, e.pence) for e in entries] == [
        (Bucket.AVAILABLE, Bucket.HELD, 3_000),
        (Bucket.HELD, Bucket.SPENT, 3_000),
        (Bucket.SPENT, Bucket.REFUND_DUE, 1_000),
        (Bucket.REFUND_DUE, Bucket.AVAILABLE, 600),
        (Bucket.REFUND_DUE, Bucket.RETURNED, 400),
    ]
    assert first_difference(entries) is None
    assert head_of(session, BOOK) == (5, entries[-1].hash)


def test_no_more_is_given_back_than_that_promise_spent(session: Session, clock: FixedClock) -> None:
    """A refund made money out of nothing elsewhere (opencollective#5044, #6230)."""
    purse = make_purse(session, clock)
    line, other = (spent_hold(session, clock, purse, pence) for pence in (3_000, 2_000))
    with pytest.raises(RefundExceedsSpent):
        owe_refund(session, parts={line: 3_001}, act=new_act(), clock=clock)
    with pytest.raises(RefundExceedsSpent):
        settle_refund(session, parts={other: 1}, act=new_act(), clock=clock)
    owe_refund(session, parts={line: 2_000, other: 1}, act=new_act(), clock=clock)
    with pytest.raises(RefundExceedsSpent):
        owe_refund(session, parts={line: 1_001}, act=new_act(), clock=clock)
    found = spent_of_holds(session, [line, other])
    assert (found[line]["spent"], found[line]["refund_due"]) == (1_000, 2_000)
    assert (found[other]["spent"], found[other]["refund_due"]) == (1_999, 1)


def test_what_is_kept_does_not_end_by_time(session: Session, clock: FixedClock) -> None:
    """A session that took place is owed, however late the bill is (pooling P3)."""
    purse = make_purse(session, clock)
    soon = clock.now() + timedelta(hours=1)
    for book in (BOOK, uuid.uuid4()):
        wish = make_wish(purse, pence=4_000, book=book, expires_at=soon, clock=clock)
        hold(session, clock, wish)
    [line] = [h for h in holds_of_purses(session, [purse]) if h.book == BOOK]
    keep_holds(session, holds=[line.id], act=new_act(), clock=clock)
    clock.move(timedelta(days=365))
    assert expire_holds(session, clock=clock) == 1
    assert balances_of(session, [purse], now=clock.now())[purse].held == 4_000
    post_holds(session, posts={line.id: 4_000}, act=new_act(), clock=clock)
    assert [h.ended for h in holds_of_purses(session, [purse]) if h.is_kept] == [HoldEnd.POSTED]
    with pytest.raises(HoldHasEnded):
        keep_holds(session, holds=[line.id], act=new_act(), clock=clock)
    assert list(differences(session)) == []


def test_a_changed_entry_is_found_and_stops_its_book_only(
    plain: Plain, committed_app: Flask, clock: FixedClock
) -> None:
    session = db.session()
    [book] = {h.book for h in holds_of_purses(session, _purses(plain))}
    session.rollback()
    plain.drop("ledger_move_no_update")
    plain.connection.execute(f"UPDATE ledger_move SET previous = 'x' WHERE book = '{book.hex}'")
    guard, chain = list(differences(session))
    assert "ledger_move_no_update" in guard.words
    assert (chain.book, chain.number) == (book, 1)
    purse = make_purse(session, clock)
    note_doubts(session, clock=clock)
    with pytest.raises(BookInDoubt):
        hold(session, clock, make_wish(purse, clock=clock))


def test_a_book_in_doubt_promises_nothing_more_until_it_is_right(
    session: Session, clock: FixedClock
) -> None:
    from microcare.ledger.models import Doubt

    purse = make_purse(session, clock)
    session.add(Doubt(book=BOOK, found_at=clock.now(), words="differs"))
    session.flush()
    with pytest.raises(BookInDoubt):
        hold(session, clock, make_wish(purse, book=BOOK, clock=clock))
    hold(session, clock, make_wish(purse, pence=1, clock=clock))
    assert note_doubts(session, clock=clock) == []
    hold(session, clock, make_wish(purse, pence=1, book=BOOK, clock=clock))


def test_a_book_is_retired_whole_and_its_sums_stay(session: Session, clock: FixedClock) -> None:
    purse, other = make_purse(session, clock), make_purse(session, clock)
    line = spent_hold(session, clock, purse, 3_000)
    elsewhere = make_wish(purse, pence=500, clock=clock)
    hold(session, clock, elsewhere)
    hold(session, clock, make_wish(other, pence=700, book=BOOK, clock=clock))
    with pytest.raises(NotAtRest):
        retire_book(session, BOOK, clock=clock)
    [open_one] = [h for h in holds_of_purses(session, [other]) if h.ended is None]
    release_holds(session, holds=[open_one.id], act=new_act(), clock=clock)
    owe_refund(session, parts={line: 100}, act=new_act(), clock=clock)
    settle_refund(session, parts={line: 100}, act=new_act(), clock=clock)
    before = balances(session, purse), balances(session, other)
    assert retire_book(session, BOOK, clock=clock) == 6
    assert (balances(session, purse), balances(session, other)) == before
    assert list(entries_of(session, BOOK)) == []
    assert [h.book for h in holds_of_purses(session, [purse, other])] == [elsewhere.book]
    assert list(differences(session)) == []
    assert retire_book(session, BOOK, clock=clock) == 0
    hold(session, clock, make_wish(purse, pence=6_600, clock=clock))
    assert list(differences(session)) == []


def _purses(plain: Plain) -> list[uuid.UUID]:
    return [uuid.UUID(str(row[0])) for row in plain.all("SELECT purse FROM ledger_pot")]


def test_a_retired_book_never_begins_again(plain: Plain) -> None:
    book = plain.of_book()["book"]
    back = plain.move("held", "available", 6_000, **plain.this_hold())
    assert "held or owed" in plain.refused(plain.retired())
    assert "was retired" in plain.refused(back, plain.retired(), plain.head(id=book))
    assert "begin" in plain.refused(plain.head(last_hash="'x'"))
    purse = plain.retired().replace(book, f"'{plain.one('SELECT purse FROM ledger_pot')}'")
    assert "of a purse" in plain.refused(purse)
