"""A receipt that is missing: two letters, then new promises wait; a hand stops the days (P45)."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from microcare.budgets.queries import is_frozen
from microcare.budgets.values import Funding
from microcare.directory.models import Listing
from microcare.files.store import Store
from microcare.files.values import Clean, Kind
from microcare.kernel.clock import FixedClock
from microcare.outbox.models import OutboxMessage
from microcare.search.values import NobodyToAsk
from microcare.spending.models import MissingReceipt
from microcare.spending.queries import receipt_by_id, receipt_help
from microcare.spending.services import (
    add_receipt,
    ask_for_receipt_help,
    end_receipt_help,
    remind_of_receipts,
    remove_receipt,
    take_back_receipt_help,
)
from microcare.spending.values.evidence import NothingMissing, ReceiptTimes
from tests.factories import groups
from tests.factories.budgets import make_budget
from tests.factories.groups import Story
from tests.factories.people import make_person
from tests.factories.spending import (
    all_pay,
    make_bill,
    make_promised,
    shared,
    take_place,
)

KIND = "spending.receipt_missing"


class Waiting:
    """One of three has no receipt; the others have theirs."""

    def __init__(self, session: Session, clock: FixedClock, folder: Path):
        self.session, self.clock, self.store = session, clock, Store(folder)
        self.story: Story = make_promised(session, clock)
        take_place(session, self.story, clock, 0)
        self.bill = make_bill(session, self.story, clock, 0)
        all_pay(session, self.story, self.bill, clock)
        self.me = self.story.people[0].id
        for person in self.story.people[1:]:
            self.add(person.id)

    def add(self, person_id: Any) -> Any:
        made = Clean(Kind.PICTURE, b"\xff\xd8\xff")
        told: dict[str, Any] = {"made": made, "store": self.store, "clock": self.clock}
        found = shared(self.session, self.bill)
        return add_receipt(self.session, found, person_id=person_id, **told)

    def after(self, days: int) -> bool:
        """So many days later: whether a group of the three waits."""
        self.clock.move(timedelta(days=days))
        return self.waits()

    def waits(self) -> bool:
        self.session.flush()
        everybody = [person.id for person in self.story.people]
        return is_frozen(self.session, everybody, now=self.clock.now())

    def remind(self) -> int:
        sent = remind_of_receipts(self.session, clock=self.clock)
        self.session.flush()
        return sent

    def letters(self) -> int:
        rows = select(OutboxMessage).where(OutboxMessage.kind == KIND)
        found = self.session.scalars(rows).all()
        assert {row.payload["person_id"] for row in found} <= {str(self.me)}
        return len(found)

    def help(self, act: Any) -> None:
        act(self.session, shared(self.session, self.bill), person_id=self.me, clock=self.clock)
        self.session.flush()


@pytest.fixture
def waiting(session: Session, clock: FixedClock, tmp_path: Path) -> Waiting:
    return Waiting(session, clock, tmp_path)


def test_two_letters_then_promises_wait_until_it_is_there(waiting: Waiting) -> None:
    assert not waiting.after(14)
    assert waiting.remind() == 0
    assert not waiting.after(1)
    assert [waiting.remind(), waiting.remind()] == [1, 0]
    assert not waiting.after(14)
    assert waiting.remind() == 1
    assert not waiting.after(1)
    assert waiting.after(1)
    assert waiting.remind() == 1
    assert waiting.letters() == 3
    waiting.add(waiting.me)
    assert not waiting.waits()
    assert not waiting.after(400)
    assert waiting.remind() == 0


def test_promises_wait_on_their_day_though_no_chore_ever_ran(waiting: Waiting) -> None:
    assert waiting.after(31)
    assert waiting.letters() == 0


def test_a_chore_that_comes_late_writes_one_letter_for_all(waiting: Waiting) -> None:
    waiting.after(60)
    assert [waiting.remind(), waiting.remind()] == [1, 0]


def test_the_days_are_a_setting(waiting: Waiting) -> None:
    times = ReceiptTimes(first=1, second=2, pause=3)
    waiting.clock.move(timedelta(days=1))
    assert remind_of_receipts(waiting.session, clock=waiting.clock, times=times) == 1


def test_asking_for_help_stops_the_days_and_ends_the_waiting(waiting: Waiting) -> None:
    assert waiting.after(40)
    waiting.help(ask_for_receipt_help)
    assert not waiting.waits()
    assert not waiting.after(100)
    assert waiting.remind() == 0
    waiting.help(take_back_receipt_help)
    assert not waiting.after(30)
    assert waiting.after(1)


def test_a_catalyst_sees_a_name_and_an_address_and_takes_it_off(waiting: Waiting) -> None:
    waiting.help(ask_for_receipt_help)
    row = waiting.session.scalars(select(MissingReceipt)).one()
    assert row.patch_id is not None
    [seen] = receipt_help(waiting.session, [row.patch_id])
    assert seen.first_name == waiting.story.people[0].first_name
    assert not {"pence", "bill_id", "provider", "group"} & set(type(seen).__slots__)  # type: ignore[attr-defined]
    assert not receipt_help(waiting.session, [waiting.me])
    for _ in range(2):
        end_receipt_help(waiting.session, row, clock=waiting.clock)
    waiting.session.flush()
    assert waiting.letters() == 1
    assert not receipt_help(waiting.session, [row.patch_id] if row.patch_id else [])
    assert waiting.after(31)


def test_one_that_is_taken_away_again_is_missing_from_then_on(waiting: Waiting) -> None:
    waiting.after(40)
    row = waiting.add(waiting.me)
    own = receipt_by_id(waiting.session, waiting.bill.id, row.id)
    assert own is not None
    remove_receipt(waiting.session, own, clock=waiting.clock)
    assert not waiting.after(30)
    assert waiting.after(1)


def test_there_is_nothing_to_ask_where_nothing_is_missing(waiting: Waiting) -> None:
    waiting.add(waiting.me)
    with pytest.raises(NothingMissing):
        waiting.help(ask_for_receipt_help)


def test_where_nobody_looks_after_the_area_it_says_so(waiting: Waiting) -> None:
    listing = waiting.session.get_one(Listing, waiting.story.listing.id)
    listing.patch_id = None
    waiting.session.flush()
    with pytest.raises(NobodyToAsk):
        waiting.help(ask_for_receipt_help)


def test_money_that_is_ones_own_needs_no_receipt(
    session: Session, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    own: dict[str, Any] = {"funding": Funding.OWN, "funder": ""}
    monkeypatch.setattr(
        groups, "make_budget", lambda *told, **more: make_budget(*told, **(more | own))
    )
    story = make_promised(session, clock)
    take_place(session, story, clock, 0)
    all_pay(session, story, make_bill(session, story, clock, 0), clock)
    session.flush()
    assert not session.scalars(select(MissingReceipt)).all()


def test_others_who_wait_with_them_are_told_nothing(waiting: Waiting) -> None:
    assert waiting.after(31)
    stranger = make_person(waiting.session)
    assert not is_frozen(waiting.session, [stranger.id], now=waiting.clock.now())
    others = [person.id for person in waiting.story.people[1:]]
    assert not is_frozen(waiting.session, others, now=waiting.clock.now())
