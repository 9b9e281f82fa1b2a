"""Rows go out at least once, after their own transaction, and never to two workers at a time."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import event
from sqlalchemy.orm import Session

from microcare.extensions import db
from microcare.kernel.clock import FixedClock
from microcare.kernel.ids import new_id
from microcare.outbox.services import deliver_due, forget_old, queue
from microcare.outbox.values import (
    KEPT_FOR,
    LEASE,
    MOST_ATTEMPTS,
    Claimed,
    Delivered,
    PayloadTellsTooMuch,
    Undeliverable,
)
from microcare.web.transaction import writing
from tests.factories.outbox import rows


class Away(Exception):
    """The mail server is away."""


def _away(_row: Claimed) -> None:
    raise Away


def test_a_row_is_handed_over_once_and_then_forgotten(session: Session, clock: FixedClock) -> None:
    person_id = new_id()
    queue(session, kind="people.reset", payload={"person": person_id, "token": "t"}, clock=clock)
    seen: list[Claimed] = []
    assert deliver_due(writing, seen.append, clock=clock) == Delivered(sent=1)
    assert [(s.kind, s.payload) for s in seen] == [
        ("people.reset", {"person": str(person_id), "token": "t"})
    ]
    assert deliver_due(writing, seen.append, clock=clock) == Delivered()
    (row,) = rows(session)
    assert row.sent_at == clock.now()
    assert row.payload == {}, "the token is as good as a password and must go"


def test_what_is_taken_back_is_never_sent(session: Session, clock: FixedClock) -> None:
    queue(session, kind="k", payload={}, clock=clock)
    session.flush()
    session.rollback()
    assert deliver_due(writing, lambda _: None, clock=clock) == Delivered()


@pytest.mark.parametrize("value", ["amara@example.org", 1.5, ["Amara"], {"need": "washing"}])
def test_a_payload_tells_of_nobody(session: Session, clock: FixedClock, value: object) -> None:
    with pytest.raises(PayloadTellsTooMuch):
        queue(session, kind="k", payload={"x": value}, clock=clock)


def test_a_row_waits_until_its_time(session: Session, clock: FixedClock) -> None:
    later = clock.now() + timedelta(hours=1)
    queue(session, kind="k", payload={}, clock=clock, not_before=later)
    assert deliver_due(writing, lambda _: None, clock=clock) == Delivered()
    clock.move(timedelta(hours=1))
    assert deliver_due(writing, lambda _: None, clock=clock) == Delivered(sent=1)


def test_a_failure_is_tried_again_later_and_keeps_its_payload(
    session: Session, clock: FixedClock
) -> None:
    queue(session, kind="k", payload={"token": "t"}, clock=clock)
    assert deliver_due(writing, _away, clock=clock) == Delivered(failed=1)
    (row,) = rows(session)
    assert (row.last_error_kind, row.payload) == ("Away", {"token": "t"})
    assert deliver_due(writing, lambda _: None, clock=clock) == Delivered()
    clock.move(timedelta(minutes=1))
    assert deliver_due(writing, lambda _: None, clock=clock) == Delivered(sent=1)


def test_one_failure_does_not_hold_up_the_others(session: Session, clock: FixedClock) -> None:
    for kind in ("good", "bad", "good"):
        queue(session, kind=kind, payload={}, clock=clock)

    def hand_over(row: Claimed) -> None:
        if row.kind == "bad":
            raise Away

    assert deliver_due(writing, hand_over, clock=clock) == Delivered(sent=2, failed=1)


def test_tries_come_to_an_end(session: Session, clock: FixedClock) -> None:
    queue(session, kind="k", payload={"token": "t"}, clock=clock)
    total = Delivered()
    for _ in range(MOST_ATTEMPTS + 5):
        total += deliver_due(writing, _away, clock=clock)
        clock.move(timedelta(hours=7))
    assert total == Delivered(failed=MOST_ATTEMPTS - 1, dropped=1)
    (row,) = rows(session)
    assert row.given_up_at is not None
    assert row.payload == {}


def test_what_cannot_be_delivered_is_given_up_at_once(session: Session, clock: FixedClock) -> None:
    queue(session, kind="k", payload={"token": "t"}, clock=clock)

    def refuse(_row: Claimed) -> None:
        raise Undeliverable

    assert deliver_due(writing, refuse, clock=clock) == Delivered(dropped=1)
    (row,) = rows(session)
    assert (row.payload, row.last_error_kind) == ({}, "Undeliverable")


def test_old_rows_are_deleted_and_waiting_ones_kept(session: Session, clock: FixedClock) -> None:
    queue(session, kind="sent", payload={}, clock=clock)
    deliver_due(writing, lambda _: None, clock=clock)
    queue(session, kind="waits", payload={}, clock=clock, not_before=clock.now() + KEPT_FOR * 2)
    clock.move(KEPT_FOR + timedelta(seconds=1))
    forget_old(session, clock=clock)
    assert [row.kind for row in rows(session)] == ["waits"]


def test_a_crash_between_handing_over_and_marking_sends_it_again(
    committed_app: Flask, clock: FixedClock
) -> None:
    with writing() as session:
        queue(session, kind="k", payload={"token": "t"}, clock=clock)
    seen: list[Claimed] = []
    with pytest.raises(KeyboardInterrupt):
        deliver_due(_dies_at(2), seen.append, clock=clock)
    assert len(seen) == 1
    assert deliver_due(writing, seen.append, clock=clock) == Delivered(), "its lease still runs"
    clock.move(LEASE)
    assert deliver_due(writing, seen.append, clock=clock) == Delivered(sent=1)
    assert [row.id for row in seen] == [seen[0].id] * 2
    assert seen[1].payload == {"token": "t"}


def _dies_at(number: int) -> object:
    begun = 0

    @contextmanager
    def transaction() -> Iterator[Session]:
        nonlocal begun
        begun += 1
        if begun == number:
            raise KeyboardInterrupt
        with writing() as session:
            yield session

    return transaction


def test_a_worker_whose_lease_ran_out_does_not_mark_anothers_row(
    committed_app: Flask, clock: FixedClock
) -> None:
    with writing() as session:
        queue(session, kind="k", payload={"token": "t"}, clock=clock)

    def slow(_row: Claimed) -> None:
        clock.move(LEASE)
        with pytest.raises(Away):
            deliver_due(_claims_only(), _away, clock=clock)
        raise Undeliverable

    deliver_due(writing, slow, clock=clock)
    (row,) = rows(db.session())
    assert row.given_up_at is None
    assert row.payload == {"token": "t"}


def _claims_only() -> object:
    done = False

    @contextmanager
    def transaction() -> Iterator[Session]:
        nonlocal done
        if done:
            raise Away
        done = True
        with writing() as session:
            yield session

    return transaction


def _race(app: Flask, clock: FixedClock, workers: int) -> list[Claimed]:
    seen: list[Claimed] = []
    go = threading.Barrier(workers)

    def work() -> None:
        with app.app_context():
            go.wait()
            deliver_due(writing, seen.append, clock=clock)
            db.session.remove()

    threads = [threading.Thread(target=work) for _ in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return seen


def test_two_workers_never_hold_the_same_row(committed_app: Flask, clock: FixedClock) -> None:
    with writing() as session:
        for _ in range(40):
            queue(session, kind="k", payload={}, clock=clock)
    seen = _race(committed_app, clock, 4)
    assert len(seen) == 40
    assert len({row.id for row in seen}) == 40


# SQLite's guard is BEGIN IMMEDIATE, which the ledger's race shows at work.
@pytest.mark.parametrize("engine_name", ["postgresql"])
def test_without_locking_two_workers_would_hold_the_same_row(
    committed_app: Flask, clock: FixedClock
) -> None:
    """The guard above can fail: with its clause taken out of the SQL, rows go out twice."""
    with writing() as session:
        for _ in range(40):
            queue(session, kind="k", payload={}, clock=clock)

    @event.listens_for(db.engine, "before_cursor_execute", retval=True)
    def unguarded(*args: object) -> tuple[str, object]:
        return str(args[2]).replace("FOR UPDATE SKIP LOCKED", ""), args[3]

    seen = _race(committed_app, clock, 4)
    assert len(seen) > len({row.id for row in seen})
