"""Every way to an end, searched: one group, one session, whatever its two people do (pooling D4).

From a promise, each act is tried in each state that can be reached, on the real services. Where a
group has closed nothing is held or owed, and nothing that anybody presses changes a penny again
(P40). Whoever leaves never has more at stake than their own share (P35). And from wherever they
are there is a way on to the end: nobody's money can be locked in.
"""

from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from microcare.groups.models import Group
from microcare.kernel.clock import FixedClock
from microcare.kernel.errors import DomainError
from microcare.ledger.queries import balances_of, balances_of_book, holds_of_purses
from microcare.ledger.services import expire_holds
from microcare.spending.models import Bill, Refund
from microcare.spending.queries import bill_by_id
from microcare.spending.services import (
    close_group,
    confirm_bill,
    leave,
    make_refund,
    mark_session,
    pay_share,
    refund_came,
    wind_down,
)
from microcare.spending.values import MoneyBack, NotYours, Outcome
from tests.factories.groups import Story
from tests.factories.spending import PROVIDER, go_to, make_bill, make_promised, sessions_of, shared

SHARE, BACK = 500, UUID(int=41)
State = tuple[Any, ...]
Act = Callable[["Search"], Any]


@dataclass
class Search:
    """One story, and what has been found of it so far."""

    session: Session
    clock: FixedClock
    story: Story
    edges: dict[State, set[State]] = field(default_factory=lambda: defaultdict(set))
    ends: set[State] = field(default_factory=set)
    later: int = 0

    def state(self) -> State:
        """What makes a difference to what may be done next."""
        purses = [budget.id for budget in self.story.budgets]
        found = balances_of(self.session, purses, now=self.clock.now())
        money = tuple((m.held, m.spent, m.refund_due, m.available) for m in found.values())
        holds = tuple((h.ended, h.is_kept) for h in holds_of_purses(self.session, purses))
        bills = tuple(
            (len(b.confirmations), frozenset(p.person_id for p in b.paid), b.withdrawn_at is None)
            for b in self.session.scalars(select(Bill))
        )
        group = self.session.get_one(Group, self.story.group.id)
        ended = (group.winding_since is not None, group.closed_at is not None)
        return (money, holds, bills, frozenset(group.member_ids), ended, self.later)

    def explore(self, here: State, acts: dict[str, Act], depth: int) -> None:
        """Every act from here, and from each new place that it leads to."""
        if here in self.edges:
            return
        self.edges[here] = set()
        for act in acts.values():
            at, later, saved = self.clock.at, self.later, self.session.begin_nested()
            try:
                act(self)
                self.session.flush()
                there = self.look(here)
                self.edges[here].add(there)
                if depth:
                    self.explore(there, acts, depth - 1)
            except DomainError:
                pass
            finally:
                saved.rollback()
                self.session.expire_all()
                self.clock.at, self.later = at, later

    def look(self, before: State) -> State:
        """The state that an act led to, found to be as it must be."""
        there = self.state()
        for held, spent, due, _ in there[0]:
            assert held + spent + due <= SHARE, "more at stake than was agreed to"
        left = balances_of_book(self.session, self.story.group.id, now=self.clock.now())
        if there[4][1]:
            assert (left.held, left.paid_in, left.refund_due) == (0, 0, 0)
            assert before not in self.ends or there[0] == before[0], "money moved after the end"
            self.ends.add(there)
        return there

    def stuck(self) -> list[State]:
        """Where there is no way on to the end."""
        comes_from: dict[State, set[State]] = defaultdict(set)
        for here, theres in self.edges.items():
            for there in theres:
                comes_from[there].add(here)
        good, waiting = set(self.ends), list(self.ends)
        while waiting:
            new = comes_from[waiting.pop()] - good
            good |= new
            waiting += new
        return [state for state in self.edges if state not in good]


def _bill(search: Search) -> Any:
    found = search.session.scalar(select(Bill.id))
    shared_ = bill_by_id(search.session, found) if found else None
    if shared_ is None:
        raise DomainError
    return shared_


def marks(outcome: Outcome) -> Act:
    def do(s: Search) -> None:
        told = {"group_id": s.story.group.id, "by": PROVIDER, "clock": s.clock}
        mark_session(s.session, sessions_of(s.story)[0], outcome=outcome, **told)

    return do


def bills(s: Search) -> None:
    make_bill(s.session, s.story, s.clock, 0, pence=1_000)


def confirms(s: Search) -> None:
    for person in s.story.people:
        confirm_bill(s.session, _bill(s), person_id=person.id, clock=s.clock)


def pays(who: int) -> Act:
    return lambda s: pay_share(s.session, _bill(s), person_id=s.story.people[who].id, clock=s.clock)


def refunds(s: Search) -> None:
    found = _bill(s)
    back = MoneyBack(found.bill.lines[0].id, 333, "We were late", BACK)
    make_refund(s.session, found, back=back, by=PROVIDER, clock=s.clock)


def comes(s: Search) -> None:
    if s.session.get(Refund, BACK) is None:
        raise DomainError
    for person in s.story.people:
        told = {"refund_id": BACK, "person_id": person.id}
        # Whoever had not paid then has no part in what comes back.
        with suppress(NotYours):
            refund_came(s.session, shared(s.session, _bill(s).bill), **told, clock=s.clock)


def leaves(s: Search) -> None:
    leave(s.session, s.story.group, person_id=s.story.people[0].id, clock=s.clock)


def winds(s: Search) -> None:
    wind_down(s.session, s.session.get_one(Group, s.story.group.id), clock=s.clock)


def closes(s: Search) -> None:
    close_group(s.session, s.story.group.id, clock=s.clock)


def waits(s: Search) -> None:
    """Until whatever ends by time has ended; more than once is the same."""
    if not s.later:
        s.clock.move(timedelta(days=100))
        s.later = 1
    expire_holds(s.session, clock=s.clock)


ACTS: dict[str, Act] = {
    "took place": marks(Outcome.TOOK_PLACE),
    "called off": marks(Outcome.CALLED_OFF),
    "bill": bills,
    "confirm": confirms,
    "first pays": pays(0),
    "second pays": pays(1),
    "refund": refunds,
    "come": comes,
    "leave": leaves,
    "wind down": winds,
    "close": closes,
    "wait": waits,
}


# What the ordinary run leaves out, and how many states there are then at least. PostgreSQL, which
# answers each statement later, leaves money back to the nightly run too.
SHORT = {"sqlite": ({"wait"}, 50), "postgresql": ({"wait", "refund", "come"}, 30)}


@pytest.mark.parametrize(
    "with_time",
    [False, pytest.param(True, marks=pytest.mark.nightly)],
    ids=["at once", "with time"],
)
def test_there_is_a_way_to_the_end_from_everywhere(
    session: Session, clock: FixedClock, engine_name: str, with_time: bool
) -> None:
    days = {"closes_on": 5, "first_on": 9}
    terms = {name: clock.today() + timedelta(days=n) for name, n in days.items()}
    story = make_promised(
        session, clock, people=2, sessions=1, session_pence=1_000, notice_weeks=9, **terms
    )
    go_to(clock, sessions_of(story)[0].day + timedelta(days=1))
    search = Search(session, clock, story)
    less, most = (set(), 50) if with_time else SHORT[engine_name]
    acts = {name: act for name, act in ACTS.items() if name not in less}
    search.explore(search.state(), acts, depth=14)
    assert len(search.edges) > most
    assert search.stuck() == []
