"""The example in docs/money.md, lived through the services: every figure of it is compared."""

import re
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from microcare.kernel.clock import FixedClock
from microcare.ledger.queries import balances_of_book
from microcare.spending.queries import leaving_view
from microcare.spending.services import (
    leave,
    make_refund,
    pay_share,
    refund_came,
    send_bill,
    wind_down,
)
from microcare.spending.values import MoneyBack
from microcare.spending.values.statement import Part, Statement
from microcare.spending.values.statement_csv import COLUMNS
from tests.factories.groups import Story
from tests.factories.spending import (
    PROVIDER,
    go_to,
    make_promised,
    sessions_of,
    shared,
    take_place,
    two_confirm,
)
from tests.factories.statements import statements

TABLE = Path(__file__).resolve().parents[3] / "docs" / "statement-table.md"
DOCUMENT = (Path(__file__).resolve().parents[3] / "docs" / "money.md").read_text()
EXAMPLE = DOCUMENT.partition("## A worked example")[2].partition("\n## ")[0]
POUNDS = re.compile(r"£([\d,]+\.\d\d)")
ROWS = (
    ("At the start", lambda s: s.opening.total),
    ("Set aside", lambda s: s.sum_of(Part.SET_ASIDE)),
    ("Money back", lambda s: s.sum_of(Part.MONEY_BACK)),
    ("Spent", lambda s: s.sum_of(Part.SPENT)),
    ("Returned", lambda s: s.sum_of(Part.RETURNED)),
    ("Taken out", lambda s: s.sum_of(Part.TAKEN_BACK)),
    ("At the end", lambda s: s.closing.total),
    ("of it left", lambda s: s.closing.left),
    ("of it promised", lambda s: s.closing.promised),
    ("of it owed back", lambda s: s.closing.owed_back),
)


def pence(text: str) -> list[int]:
    return [int(found.replace(",", "").replace(".", "")) for found in POUNDS.findall(text)]


class Lived:
    """The six steps, each keeping the sums that its sentence tells."""

    def __init__(self, session: Session, clock: FixedClock):
        self.session, self.clock = session, clock
        each = [25_600, 20_000, 15_000]
        self.story: Story = make_promised(session, clock, sessions=6, pence=each)
        self.sums: dict[int, list[int]] = {0: [5_400, 1_800]}
        self.billed: list[int] = []

    def steps(self) -> None:
        take_place(self.session, self.story, self.clock, 0, 1, 2)
        self.sums[1] = self._bill(0, 1, 2)
        self.sums[2] = self._leaves()
        self.sums[3] = self._back()
        take_place(self.session, self.story, self.clock, 3, 4)
        self.sums[4] = [5_400, 5_100, *self._bill(3, 4, last=5_100), 100]
        take_place(self.session, self.story, self.clock, 5)
        self.sums[5] = self._bill(5, last=3_600)
        self.clock.move(timedelta(days=1))
        wind_down(self.session, self.story.group, clock=self.clock)
        assert self.story.group.closed_at is not None
        go_to(self.clock, date(2027, 2, 20))

    def _bill(self, *numbers: int, last: int = 5_400) -> list[int]:
        """A bill with its last session at another price; the total, and what each pays."""
        prices = {sessions_of(self.story)[n].id: 5_400 for n in numbers}
        prices[sessions_of(self.story)[numbers[-1]].id] = last
        assert self.story.agreement is not None
        bill = send_bill(
            self.session, self.story.agreement, pence=prices, reference="1", by=PROVIDER,
            key=uuid4(), clock=self.clock,
        )  # fmt: skip
        two_confirm(self.session, self.story, bill, self.clock)
        mine: dict[UUID, int] = {}
        for line in bill.lines:
            for share in line.shares:
                mine[share.person_id] = mine.get(share.person_id, 0) + share.pence
        for person in mine:
            pay_share(self.session, shared(self.session, bill), person_id=person, clock=self.clock)
        self.billed.append(bill.total_pence)
        self.last_bill = bill
        [each] = set(mine.values())
        return [bill.total_pence, each]

    def _leaves(self) -> list[int]:
        me = self.story.people[2].id
        told = leaving_view(self.session, self.story.group.id, me=me, clock=self.clock)
        leave(self.session, self.story.group, person_id=me, clock=self.clock)
        return [told.owed_pence, told.freed_pence]

    def _back(self) -> list[int]:
        found = shared(self.session, self.last_bill)
        back = MoneyBack(found.bill.lines[1].id, 900, "Late", uuid4())
        made = make_refund(self.session, found, back=back, by=PROVIDER, clock=self.clock)
        for person in self.story.people:
            refund_came(
                self.session, found, refund_id=made.id, person_id=person.id, clock=self.clock
            )
        [each] = {share.pence for share in made.shares}
        return [made.pence, each]


def test_every_figure_of_the_example_is_what_the_program_says(
    session: Session, clock: FixedClock
) -> None:
    lived = Lived(session, clock)
    lived.steps()
    intro = EXAMPLE.partition("\n1. ")[0]
    assert pence(intro) == lived.sums[0]
    for number in range(1, 6):
        told = re.search(rf"^{number}\. (.*)$", EXAMPLE, re.M)
        assert told is not None
        assert pence(told[1]) == lived.sums[number], told[1]
    made: list[Statement] = []
    for budget in lived.story.budgets:
        made += statements(session, budget, clock.today())
    assert [s.name for s in made] == ["Amara", "Gwen", "Tomasz"]
    assert {line.count for s in made for line in s.of(Part.SET_ASIDE)} == {14}
    for label, figure in ROWS:
        row = re.search(rf"^\| {label} \|(.*)$", EXAMPLE, re.M)
        assert row is not None
        mine = [figure(s) for s in made]
        assert pence(row[1]) == [*mine, sum(mine)], label
    spent = balances_of_book(session, lived.story.group.id, now=clock.now()).spent
    check = EXAMPLE.partition("Check: ")[2]
    assert pence(check) == [*lived.billed, sum(lived.billed), 900, spent]


def test_every_column_is_told_and_no_other() -> None:
    rows = re.findall(r"^\| (`.*?) \|", TABLE.read_text(encoding="utf-8"), re.M)
    assert [name for row in rows for name in re.findall(r"`(\w+)`", row)] == list(COLUMNS)


def test_it_is_three_pages() -> None:
    assert len(DOCUMENT.split()) < 1_800
