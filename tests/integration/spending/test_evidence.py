"""What shows that somebody paid: theirs alone, kept in step, and told on their statement."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from microcare.files.models import StoredFile
from microcare.files.services import GRACE, sweep
from microcare.files.store import Store
from microcare.files.values import Clean, Kind
from microcare.kernel.clock import FixedClock
from microcare.spending.models import BillFile, Evidence
from microcare.spending.policies import OwnReceipt, SharedBill, owns_receipt
from microcare.spending.queries import bill_file_by_id, my_proof, receipt_by_id, statement_of
from microcare.spending.services import (
    add_bill_file,
    add_receipt,
    erase,
    forget_old_receipts,
    remove_bill_file,
    remove_receipt,
    replace_receipt,
    say_on_statement,
    take_back_on_statement,
    take_back_payment,
)
from microcare.spending.services.receipts_kept import forget_evidence_of_group
from microcare.spending.values.evidence import (
    RECEIPT_TIMES,
    InvoiceIsSealed,
    NotPaidYet,
    ReceiptIsSealed,
    TooManyReceipts,
)
from microcare.spending.values.statement import Part, Proof, Statement, period_of
from microcare.spending.values.statement_csv import as_csv
from tests.factories.groups import Story
from tests.factories.spending import (
    all_pay,
    make_bill,
    make_promised,
    shared,
    take_place,
    two_confirm,
)

PICTURE = Clean(Kind.PICTURE, b"\xff\xd8\xff a receipt")


class Paid:
    """Three who paid a bill, and the store."""

    def __init__(self, session: Session, clock: FixedClock, folder: Path):
        self.session, self.clock, self.store = session, clock, Store(folder)
        self.story: Story = make_promised(session, clock)
        take_place(session, self.story, clock, 0)
        self.bill = make_bill(session, self.story, clock, 0)
        all_pay(session, self.story, self.bill, clock)
        self.me = self.story.people[0]

    @property
    def shared(self) -> SharedBill:
        return shared(self.session, self.bill)

    def add(self, who: int = 0) -> Evidence:
        person_id = self.story.people[who].id
        told: dict[str, Any] = {"made": PICTURE, "store": self.store, "clock": self.clock}
        return add_receipt(self.session, self.shared, person_id=person_id, **told)

    def own(self, row: Evidence) -> OwnReceipt:
        found = receipt_by_id(self.session, self.bill.id, row.id)
        assert found is not None
        return found

    def statement(self, days: int = 0) -> Statement:
        day = self.clock.today() + timedelta(days=days)
        budget = self.story.budgets[0]
        return statement_of(self.session, budget, period=period_of(budget.plan, day), as_of=day)

    def proof(self, days: int = 0) -> Proof:
        [line] = self.statement(days).of(Part.SPENT)
        return line.proof

    def files(self) -> int:
        return self.session.scalar(select(func.count(StoredFile.id))) or 0


@pytest.fixture
def paid(session: Session, clock: FixedClock, tmp_path: Path) -> Paid:
    return Paid(session, clock, tmp_path / "receipts")


def test_a_receipt_is_its_owners_and_nobody_elses(paid: Paid) -> None:
    own = paid.own(paid.add())
    assert owns_receipt(paid.me, own)
    assert not any(owns_receipt(other, own) for other in (*paid.story.people[1:], None))
    now = paid.clock.now()
    mine, theirs = (
        my_proof(paid.session, person.id, paid.bill.id, times=RECEIPT_TIMES, now=now)
        for person in paid.story.people[:2]
    )
    assert len(mine.receipts) == 1
    assert not theirs.receipts
    assert mine.missing is None
    assert theirs.missing is not None


def test_nobody_adds_one_before_they_paid(
    session: Session, clock: FixedClock, tmp_path: Path
) -> None:
    story = make_promised(session, clock)
    take_place(session, story, clock, 0)
    bill = make_bill(session, story, clock, 0)
    two_confirm(session, story, bill, clock)
    told: dict[str, Any] = {"person_id": story.people[0].id, "clock": clock}
    with pytest.raises(NotPaidYet):
        say_on_statement(session, shared(session, bill), **told)
    told |= {"made": PICTURE, "store": Store(tmp_path)}
    with pytest.raises(NotPaidYet):
        add_receipt(session, shared(session, bill), **told)
    attack = (
        "INSERT INTO evidence (id, bill_id, person_id, kind, added_at)"
        " SELECT b.id, b.id, b.id, 'receipt', b.sent_at FROM bill b"
    )
    with pytest.raises(DBAPIError, match="nothing was paid"), session.begin_nested():
        session.execute(text(attack))


def test_one_that_is_replaced_is_kept_and_one_that_is_removed_is_not(paid: Paid) -> None:
    first = paid.add()
    second = replace_receipt(
        paid.session, paid.own(first), made=PICTURE, store=paid.store, clock=paid.clock
    )
    assert first.ended_at is not None
    assert paid.files() == 2
    file_id = second.file_id
    assert file_id is not None
    remove_receipt(paid.session, paid.own(second), clock=paid.clock)
    assert second.file_id is None
    assert paid.files() == 1
    paid.clock.move(GRACE + timedelta(seconds=1))
    assert sweep(paid.session, paid.store, clock=paid.clock) == 1
    assert paid.store.get(file_id) is None


def test_no_more_than_five_are_kept_for_one_bill(paid: Paid) -> None:
    for _ in range(5):
        paid.add()
    with pytest.raises(TooManyReceipts):
        paid.add()


def test_once_the_group_has_closed_none_is_taken_away_and_one_may_still_come(paid: Paid) -> None:
    own = paid.own(paid.add())
    paid.story.group.winding_since = paid.story.group.closed_at = paid.clock.now()
    paid.session.flush()
    with pytest.raises(ReceiptIsSealed):
        remove_receipt(paid.session, own, clock=paid.clock)
    with pytest.raises(ReceiptIsSealed):
        replace_receipt(paid.session, own, made=PICTURE, store=paid.store, clock=paid.clock)
    paid.add()


def test_a_statement_says_the_best_proof_there_was_on_its_day(paid: Paid) -> None:
    assert paid.proof() is Proof.BY_YOU
    paid.clock.move(timedelta(days=1))
    row = paid.add()
    assert (paid.proof(-1), paid.proof()) == (Proof.BY_YOU, Proof.BY_RECEIPT)
    paid.clock.move(timedelta(days=1))
    say_on_statement(paid.session, paid.shared, person_id=paid.me.id, clock=paid.clock)
    paid.session.flush()
    assert paid.proof() is Proof.ON_STATEMENT
    [line] = paid.statement().of(Part.SPENT)
    assert line.has_receipt
    before = as_csv(paid.statement(-1))
    paid.clock.move(timedelta(days=1))
    take_back_on_statement(paid.session, paid.shared, person_id=paid.me.id, clock=paid.clock)
    remove_receipt(paid.session, paid.own(row), clock=paid.clock)
    assert paid.proof() is Proof.BY_YOU
    # Of a day that is over nothing changes, whatever is taken away later.
    assert as_csv(paid.statement(-2)) == before
    assert b"confirmed by a receipt,yes" in before


def test_a_look_at_the_bank_statement_is_said_once(paid: Paid) -> None:
    for _ in range(2):
        say_on_statement(paid.session, paid.shared, person_id=paid.me.id, clock=paid.clock)
        paid.session.flush()
    assert paid.session.scalar(select(func.count(Evidence.id))) == 1


def test_what_was_added_is_never_changed(paid: Paid) -> None:
    row = paid.add()
    row.ended_at = paid.clock.now()
    paid.session.flush()
    for change in ("kind = 'statement'", "ended_at = NULL", "person_id = bill_id"):
        with pytest.raises(DBAPIError), paid.session.begin_nested():
            paid.session.execute(text(f"UPDATE evidence SET {change}"))


def test_all_of_a_person_goes_with_their_account_and_nothing_of_others(paid: Paid) -> None:
    paid.add(0)
    paid.add(1)
    erase(paid.session, paid.me.id, paid.clock)
    owners = set(paid.session.scalars(select(Evidence.person_id)))
    assert owners == {paid.story.people[1].id}
    assert set(paid.session.scalars(select(StoredFile.owner_id))) == owners


def test_the_file_goes_when_its_years_have_run_and_the_word_stays(paid: Paid) -> None:
    # Paid in December 2026: that council year ends in March 2027, and one more a year later.
    paid.add()
    before = paid.statement()
    for days in ((date_of(paid, 2028, 3, 31)), (date_of(paid, 2028, 4, 1))):
        paid.clock.move(days - paid.clock.now())
        gone = forget_old_receipts(paid.session, clock=paid.clock)
    assert gone == 1
    assert paid.files() == 0
    day = before.as_of
    budget = paid.story.budgets[0]
    again = statement_of(paid.session, budget, period=before.period, as_of=day)
    assert as_csv(again) == as_csv(before)
    assert forget_old_receipts(paid.session, clock=paid.clock) == 0


def test_the_receipt_of_what_was_not_paid_after_all_goes_too(paid: Paid) -> None:
    paid.add()
    [row] = paid.session.scalars(select(Evidence))
    row.ended_at = paid.clock.now()
    take_back_payment(paid.session, paid.shared, person_id=paid.me.id, clock=paid.clock)
    assert paid.files() == 1
    for days in ((date_of(paid, 2028, 3, 31)), (date_of(paid, 2028, 4, 1))):
        assert paid.files() == 1
        paid.clock.move(days - paid.clock.now())
        forget_old_receipts(paid.session, clock=paid.clock)
    assert paid.files() == 0


def date_of(paid: Paid, year: int, month: int, day: int) -> Any:
    return paid.clock.now().replace(year=year, month=month, day=day)


def test_all_goes_with_the_book_of_the_group(paid: Paid) -> None:
    paid.add(0)
    paid.add(1)
    forget_evidence_of_group(paid.session, paid.story.group.id)
    assert not paid.session.scalar(select(func.count(Evidence.id)))
    assert paid.files() == 0


def test_a_providers_bill_is_seen_by_who_shares_it_until_two_have_looked(
    session: Session, clock: FixedClock, tmp_path: Path
) -> None:
    story = make_promised(session, clock)
    take_place(session, story, clock, 0)
    bill = make_bill(session, story, clock, 0)
    told: dict[str, Any] = {"made": PICTURE, "store": Store(tmp_path), "clock": clock}
    for _ in range(2):
        add_bill_file(session, shared(session, bill), **told)
    assert session.scalar(select(func.count(StoredFile.id))) == 1
    assert bill_file_by_id(session, bill.id) is not None
    two_confirm(session, story, bill, clock)
    again: list[Callable[[], None]] = [
        lambda: add_bill_file(session, shared(session, bill), **told),
        lambda: remove_bill_file(session, shared(session, bill)),
    ]
    for act in again:
        with pytest.raises(InvoiceIsSealed):
            act()
    assert session.scalar(select(func.count(BillFile.bill_id))) == 1
