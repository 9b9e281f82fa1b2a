"""Sum of statements = sum of members' lines = the export, over random histories (pooling P44).

A history is a few acts of three people and a provider, through the services, in any order; what a
rule refuses is left undone. After every act everything must agree; and what a statement said of a
day that is over must be the same bytes at the end.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from microcare.budgets.services import stop_budget, take_back_budget
from microcare.kernel.clock import FixedClock
from microcare.kernel.errors import DomainError
from microcare.ledger.queries import balances_of, balances_of_book, differences
from microcare.ledger.services import expire_holds
from microcare.ledger.values import Bucket
from microcare.spending.models import Bill
from microcare.spending.queries import statement_of
from microcare.spending.services import (
    confirm_bill,
    leave,
    mark_session,
    pay_share,
    refund_came,
    withdraw_bill,
)
from microcare.spending.values import Outcome
from microcare.spending.values.statement import Part, periods_of
from microcare.spending.values.statement_csv import as_csv
from tests.factories.groups import Story, fresh_key
from tests.factories.spending import PROVIDER, make_bill, make_promised, sessions_of, shared
from tests.factories.statements import exported, owe_back, statements

NIGHTLY = int(os.environ.get("NIGHTLY_HISTORIES", "200"))


class Life:
    """A story under way. Each act may be refused by a rule."""

    def __init__(self, session: Session, clock: FixedClock):
        self.session, self.clock = session, clock
        # The council's year ends between the first meeting and the second.
        terms = {"sessions": 3, "first_on": date(2027, 3, 23), "every_weeks": 6}
        self.story: Story = make_promised(session, clock, until=date(2027, 9, 30), **terms)
        self.bills: list[Bill] = []
        self.said: dict[tuple[Any, date], bytes] = {}

    def wait(self, n: int, _m: int) -> None:
        self.clock.move(timedelta(days=(1, 7, 30, 91)[n % 4]))

    def mark(self, n: int, m: int) -> None:
        one = sessions_of(self.story)[n % 3]
        outcome = list(Outcome)[m % 3]
        group = self.story.group.id
        mark_session(
            self.session, one, group_id=group, outcome=outcome, by=PROVIDER, clock=self.clock
        )

    def bill(self, n: int, m: int) -> None:
        pence = (5_400, 5_399, 1, 0)[m % 4]
        self.bills.append(make_bill(self.session, self.story, self.clock, n % 3, pence=pence))

    def withdraw(self, n: int, _m: int) -> None:
        withdraw_bill(self.session, self._bill(n), clock=self.clock)

    def settle(self, n: int, m: int) -> None:
        """Two confirm, and one to three people pay."""
        for person in self.story.people[:2]:
            with refused_is_fine(self.session):
                confirm_bill(self.session, self._bill(n), person_id=person.id, clock=self.clock)
        for person in self.story.people[: m % 3 + 1]:
            pay_share(self.session, self._bill(n), person_id=person.id, clock=self.clock)

    def refund(self, n: int, m: int) -> None:
        if not self.bills:
            raise DomainError
        bill = self.bills[n % len(self.bills)]
        owe_back(self.session, bill, (1, 2, 1_001, 5_400)[m % 4], self.clock)

    def come(self, n: int, m: int) -> None:
        found, who = self._bill(n), self.story.people[m % 3].id
        for one in found.bill.refunds:
            refund_came(self.session, found, refund_id=one.id, person_id=who, clock=self.clock)

    def go(self, n: int, _m: int) -> None:
        leave(self.session, self.story.group, person_id=self._who(n), clock=self.clock)

    def take_back(self, n: int, m: int) -> None:
        budget = self.story.budgets[n % 3]
        take_back_budget(
            self.session, budget, pence=(1, 30_000, 99)[m % 3], key=fresh_key(), clock=self.clock
        )

    def stop(self, n: int, _m: int) -> None:
        stop_budget(self.session, self.story.budgets[n % 3], clock=self.clock)

    def expire(self, _n: int, _m: int) -> None:
        expire_holds(self.session, clock=self.clock)

    def _who(self, n: int) -> Any:
        return self.story.people[n % 3].id

    def _bill(self, n: int) -> Any:
        if not self.bills:
            raise DomainError
        return shared(self.session, self.bills[n % len(self.bills)])

    def agrees(self) -> None:
        """Statements, stored balances and the export say the same."""
        today, now = self.clock.today(), self.clock.now()
        budgets = self.story.budgets
        stored = balances_of(self.session, [b.id for b in budgets], now=now)
        lines = exported(self.session)
        spent = 0
        for budget in budgets:
            found = statements(self.session, budget, today)
            there, told = stored[budget.id], lines[budget.id]
            assert sum(s.closing.left for s in found) == there.available
            assert sum(s.closing.promised for s in found) == there.held
            assert sum(s.closing.owed_back for s in found) == there.refund_due
            aside = sum(s.sum_of(Part.SET_ASIDE) - s.sum_of(Part.TAKEN_BACK) for s in found)
            assert aside == there.set_aside == -told[Bucket.SOURCE]
            net = sum(s.sum_of(Part.SPENT) - s.sum_of(Part.MONEY_BACK) for s in found)
            assert net == there.spent == told[Bucket.SPENT]
            spent += net
            for one in found:
                self.said[budget.id, one.period.closes_on, today] = as_csv(one)  # type: ignore[index]
        assert spent == balances_of_book(self.session, self.story.group.id, now=now).spent

    def said_the_same(self) -> None:
        """Each day that is over is told as it was told then, and a cut in two is the whole."""
        for (budget_id, closes_on, day), bytes_then in self.said.items():  # type: ignore[misc]
            budget = next(b for b in self.story.budgets if b.id == budget_id)
            period = next(p for p in periods_of(budget.plan) if p.closes_on == closes_on)
            found = statement_of(self.session, budget, period=period, as_of=day)
            assert as_csv(found) == bytes_then
            cut = {"since": day + timedelta(days=1), "as_of": self.clock.today()}
            if cut["since"] <= cut["as_of"]:
                rest = statement_of(self.session, budget, period=period, **cut)
                assert rest.opening == found.closing


ACTS: tuple[Callable[[Life, int, int], None], ...] = (
    Life.wait, Life.mark, Life.bill, Life.settle, Life.refund, Life.come, Life.go,
    Life.take_back, Life.stop, Life.expire, Life.withdraw,
)  # fmt: skip
# Weighted, so that money often gets as far as coming back.
ORDER = (*ACTS, Life.wait, Life.mark, Life.mark, Life.bill, Life.settle, Life.settle, Life.refund)
HISTORIES = st.lists(
    st.tuples(st.sampled_from(ORDER), st.integers(0, 3), st.integers(0, 3)), min_size=6, max_size=14
)


@contextmanager
def refused_is_fine(session: Session) -> Iterator[None]:
    """What a rule refuses is taken back, and the history goes on."""
    try:
        with session.begin_nested():
            yield
    except DomainError:
        session.expire_all()


def live(session: Session, history: list[Any], clock: FixedClock) -> None:
    """One history, and all of it taken back after."""
    outer = session.begin_nested()
    try:
        life = Life(session, clock)
        # Two meetings are over, so that there is something to say and to bill.
        clock.move(date(2027, 5, 5) - clock.today())
        for act, n, m in history:
            with refused_is_fine(session):
                act(life, n, m)
            life.agrees()
        life.said_the_same()
        assert list(differences(session)) == []
    finally:
        outer.rollback()
        session.expire_all()


def _histories(session: Session, examples: int) -> None:
    fine = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large]

    # A history of ten acts says enough of itself, and making it shorter takes minutes.
    phases = (Phase.explicit, Phase.reuse, Phase.generate)
    rules = {"suppress_health_check": fine, "phases": phases, "database": None}

    @settings(max_examples=examples, **rules)  # type: ignore[arg-type]
    @given(history=HISTORIES)
    def run(history: list[Any]) -> None:
        live(session, history, FixedClock(datetime(2026, 11, 23, 12, tzinfo=UTC)))

    run()


def test_statements_lines_and_export_are_one(session: Session) -> None:
    _histories(session, 3)


def test_a_whole_life_is_one(session: Session) -> None:
    """The way that chance takes rarely: everything, in order."""
    life: list[Any] = [
        (Life.mark, 0, 0), (Life.mark, 1, 0), (Life.bill, 0, 1), (Life.bill, 1, 0),
        (Life.settle, 0, 2), (Life.settle, 1, 1), (Life.wait, 0, 0), (Life.refund, 0, 2),
        (Life.wait, 0, 0), (Life.come, 0, 0), (Life.refund, 1, 0), (Life.go, 2, 0),
        (Life.take_back, 0, 1), (Life.wait, 3, 0), (Life.expire, 0, 0), (Life.stop, 1, 0),
    ]  # fmt: skip
    live(session, life, FixedClock(datetime(2026, 11, 23, 12, tzinfo=UTC)))


@pytest.mark.nightly
def test_many_histories_are_one(session: Session) -> None:
    _histories(session, NIGHTLY)
