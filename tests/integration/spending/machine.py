"""Anything that people may do, in any order, with two groups that share people.

A `Life` is one such story. Every act is one transaction, and `truths` has what holds after it.
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from sqlalchemy import select
from sqlalchemy.orm import Session

from microcare.budgets.models import Budget
from microcare.budgets.queries import budgets_of
from microcare.budgets.services import (
    freeze_money,
    record_budget,
    stop_budget,
    take_back_budget,
    thaw_money,
)
from microcare.commissioning.models import Agreement, CareSession, OfferRequest
from microcare.commissioning.queries import last_agreement
from microcare.commissioning.services import (
    answer_plan,
    choose_offer,
    make_offer,
    settle_group,
    stop_plan,
)
from microcare.decisions.values import Answer
from microcare.groups.models import Group
from microcare.kernel.clock import FixedClock
from microcare.kernel.errors import DomainError
from microcare.ledger.models import Account, Book
from microcare.ledger.services import expire_holds
from microcare.spending.models import Bill, Refund
from microcare.spending.queries import bill_by_id, billable_sessions, promised_agreement
from microcare.spending.services import (
    close_group,
    confirm_bill,
    leave,
    make_refund,
    mark_session,
    pay_share,
    refund_came,
    send_bill,
    take_back_payment,
    times_taken_back,
    wind_down,
    withdraw_bill,
)
from microcare.spending.values import MoneyBack, Outcome
from tests.factories.budgets import make_plan, pledge_for
from tests.factories.groups import make_terms
from tests.factories.spending import PROVIDER
from tests.integration.spending import truths

# The first three are one group, the last three the other: two people are in both.
MEMBERS = ((0, 1, 2), (1, 2, 3))
WHO, GROUP = st.integers(0, 3), st.integers(0, 1)
ANY = st.integers(0, 1_000)
PENCE = st.integers(1, 4_000)


@dataclass
class World:
    """Where every story begins."""

    people: list[UUID]
    groups: list[UUID]
    requests: list[UUID]
    at: datetime


class Life(RuleBasedStateMachine):
    """Two groups from the first penny set aside to the last one settled."""

    def __init__(self, session: Session, world: World) -> None:
        super().__init__()
        self.clock = FixedClock(world.at)
        self.session = session
        self.people, self.groups, self.requests = world.people, world.groups, world.requests
        self.done: dict[object, Callable[[], Any]] = {}
        self.is_new = True

    @property
    def today(self) -> date:
        """The day in London."""
        return self.clock.today()

    def act(self, do: Callable[[], Any], *, again: object = None) -> Any:
        """One transaction; a broken rule takes all of it back.

        `again` names what may be sent once more; a later act of the same name takes its place.
        """
        before = self._everything()
        saved = self.session.begin_nested()
        try:
            answer = do()
            self.session.flush()
        except DomainError:
            saved.rollback()
            assert self._everything() == before
            return None
        saved.commit()
        self.is_new = True
        if again is not None:
            self.done[again] = do
        return answer

    def _everything(self) -> list[Any]:
        accounts = select(Account.id, Account.balance_pence, Account.moves).order_by(Account.id)
        books = select(Book.id, Book.moves, Book.last_hash).order_by(Book.id)
        return [*self.session.execute(accounts), *self.session.execute(books)]

    def _group(self, number: int) -> Group:
        return self.session.get_one(Group, self.groups[number])

    def _budgets(self, who: int) -> list[Budget]:
        found = budgets_of(self.session, self.people[who])
        return [budget for budget in found if budget.stopped_at is None]

    def _some_bill(self, pick: int) -> Any:
        found = list(self.session.scalars(select(Bill.id).order_by(Bill.sent_at, Bill.id)))
        return bill_by_id(self.session, found[pick % len(found)]) if found else None

    def _agreement(self, number: int) -> Agreement | None:
        return promised_agreement(self.session, self.groups[number])

    # What people do.

    @rule(who=WHO, pence=PENCE)
    def set_aside(self, who: int, pence: int) -> None:
        """Somebody sets money aside, for half a year from today."""
        ends_on = self.today + timedelta(days=180)
        plan = make_plan(pence=pence, starts_on=self.today, ends_on=ends_on)
        told = {"person_id": self.people[who], "plan": plan, "key": str(uuid.uuid4())}
        self.act(lambda: record_budget(self.session, **told, clock=self.clock), again=told["key"])

    @rule(who=WHO, pick=ANY, pence=PENCE)
    def take_back(self, who: int, pick: int, pence: int) -> None:
        """Somebody takes some of it back."""
        mine = self._budgets(who)
        if mine:
            budget_id, key = mine[pick % len(mine)].id, str(uuid.uuid4())

            def do() -> None:
                budget = self.session.get_one(Budget, budget_id)
                take_back_budget(self.session, budget, pence=pence, key=key, clock=self.clock)

            self.act(do, again=key)

    @rule(who=WHO)
    def stop_money(self, who: int) -> None:
        """Somebody stops one budget, and has another from now on."""
        mine = self._budgets(who)
        if len(mine) > 1:
            self.act(lambda: stop_budget(self.session, mine[0], clock=self.clock))

    @rule(number=GROUP, pence=PENCE)
    def choose(self, number: int, pence: int) -> None:
        """The provider offers two sessions, and the group puts it to everyone."""
        session, clock, group = self.session, self.clock, self._group(number)
        terms = make_terms(
            session_pence=pence,
            sessions=2,
            closes_on=self.today + timedelta(days=5),
            first_on=self.today + timedelta(days=9),
            notice_weeks=1,
        )

        def do() -> None:
            request = session.get_one(OfferRequest, self.requests[number])
            ids = group.member_ids
            offer = make_offer(session, request, terms=terms, member_ids=ids, clock=clock)
            asker = self.people[MEMBERS[number][0]]
            choose_offer(session, group, offer, person_id=asker, clock=clock)

        self.act(do)

    @rule(number=GROUP, who=WHO, answer=st.sampled_from(Answer), sooner=st.booleans())
    def answer(self, number: int, who: int, answer: Answer, sooner: bool) -> None:
        """Somebody answers what is put to them."""
        found = last_agreement(self.session, self.groups[number])
        mine = self._budgets(who)
        if found is not None:
            told = {
                "person_id": self.people[who],
                "answer": answer,
                "budgets": mine[-1:],
                "pledge": pledge_for(self.session, mine[-1] if mine else None, self.clock),
                "reason": "It is too late in the day",
                "sooner": sooner,
            }
            self.act(lambda: answer_plan(self.session, found[0], **told, clock=self.clock))

    @rule(number=GROUP)
    def all_agree(self, number: int) -> None:
        """Everybody says yes and wants it sooner, so that promises are made at once."""
        for who in MEMBERS[number]:
            self.answer(number, who, Answer.YES, True)

    @rule(number=GROUP)
    def settle(self, number: int) -> None:
        """Somebody looks whether it is time."""
        self.act(lambda: settle_group(self.session, self.groups[number], clock=self.clock))

    @rule(number=GROUP)
    def stop(self, number: int) -> None:
        """Somebody ends what is being decided."""
        self.act(lambda: stop_plan(self.session, self._group(number), clock=self.clock))

    @rule(number=GROUP, pick=st.integers(0, 1), outcome=st.sampled_from(Outcome))
    def mark(self, number: int, pick: int, outcome: Outcome) -> None:
        """Somebody says what became of a session."""
        agreement = self._agreement(number)
        if agreement is not None:
            one_id = agreement.sessions[pick].id
            told = {"group_id": self.groups[number], "outcome": outcome, "by": PROVIDER}

            def do() -> None:
                one = self.session.get_one(CareSession, one_id)
                mark_session(self.session, one, **told, clock=self.clock)

            self.act(do, again=(number, one_id, outcome))

    @rule(number=GROUP, percent=st.integers(1, 101), all_of_it=st.integers(0, 4))
    def bill(self, number: int, percent: int, all_of_it: int) -> None:
        """The provider bills what took place, and once in a while too much or too many."""
        agreement = self._agreement(number)
        if agreement is not None:
            price = agreement.offer.session_pence
            asked = price + 1 if percent > 100 else price * percent // 100
            told = {"reference": "7", "by": PROVIDER, "key": uuid.uuid4()}
            ready = billable_sessions(
                self.session, agreement.offer.request_id, now=self.clock.now()
            )
            pence = {one.id: asked for one in (ready if all_of_it else agreement.sessions)}

            def do() -> None:
                send_bill(self.session, agreement, pence=pence, **told, clock=self.clock)

            self.act(do, again=told["key"])

    @rule(pick=ANY)
    def withdraw(self, pick: int) -> None:
        """The provider takes a bill back."""
        if found := self._some_bill(pick):
            self.act(lambda: withdraw_bill(self.session, found, clock=self.clock))

    @rule(pick=ANY, who=WHO)
    def confirm(self, pick: int, who: int) -> None:
        """Somebody says that a total is right."""
        if found := self._some_bill(pick):
            told = {"person_id": self.people[who]}
            self.act(lambda: confirm_bill(self.session, found, **told, clock=self.clock))

    @rule(pick=ANY)
    def two_confirm(self, pick: int) -> None:
        """The two who are in both groups do."""
        for who in (1, 2):
            self.confirm(pick, who)

    @rule(pick=ANY, who=WHO, paid=st.booleans())
    def pay(self, pick: int, who: int, paid: bool) -> None:
        """Somebody says that they paid their share, or that they had not."""
        if found := self._some_bill(pick):
            me, say = self.people[who], pay_share if paid else take_back_payment
            turn = times_taken_back(self.session, found.bill.id, me)
            told = {"person_id": me, "turn": turn}
            word = (found.bill.id, who, paid, turn)
            self.act(lambda: say(self.session, found, **told, clock=self.clock), again=word)

    @rule(pick=ANY)
    def all_pay(self, pick: int) -> None:
        """Everybody does."""
        for who in range(4):
            self.pay(pick, who, paid=True)

    @rule(pick=ANY, line=st.integers(0, 1), pence=PENCE)
    def refund(self, pick: int, line: int, pence: int) -> None:
        """The provider owes some back, once in a while more than there was."""
        if found := self._some_bill(pick):
            lines = found.bill.lines
            back = MoneyBack(lines[line % len(lines)].id, pence, "We were late", uuid.uuid4())
            told = {"back": back, "by": PROVIDER}
            self.act(
                lambda: make_refund(self.session, found, **told, clock=self.clock), again=back.key
            )

    @rule(pick=ANY, who=WHO)
    def came(self, pick: int, who: int) -> None:
        """Somebody says that money came back."""
        rows = select(Refund.id, Refund.bill_id).order_by(Refund.made_at, Refund.id)
        if found := list(self.session.execute(rows)):
            refund_id, bill_id = found[pick % len(found)]
            told = {"refund_id": refund_id, "person_id": self.people[who]}

            def do() -> None:
                shared = bill_by_id(self.session, bill_id)
                assert shared is not None
                refund_came(self.session, shared, **told, clock=self.clock)

            self.act(do, again=(refund_id, who))

    @rule(number=GROUP, who=WHO)
    def leaves(self, number: int, who: int) -> None:
        """Somebody leaves, with the notice that was agreed."""
        group, me = self._group(number), self.people[who]
        self.act(lambda: leave(self.session, group, person_id=me, clock=self.clock))

    @rule(who=WHO, thaw=st.booleans())
    def freeze(self, who: int, thaw: bool) -> None:
        """Somebody stops, or lets go on, new promises of their money."""
        me = self.people[who]
        if thaw:
            self.act(lambda: thaw_money(self.session, me))
        else:
            self.act(lambda: freeze_money(self.session, me, clock=self.clock))

    @rule(days=st.sampled_from([1, 4, 9, 100]))
    def time_passes(self, days: int) -> None:
        """Promises, offers and years may run out meanwhile."""
        self.is_new = True
        self.clock.move(timedelta(days=days))

    @rule()
    def expire(self) -> None:
        """The chore that ends what has run out. It writes to the ledger or nowhere."""
        was_new, before = self.is_new, self._everything()
        self.act(lambda: expire_holds(self.session, clock=self.clock))
        self.is_new = was_new or self._everything() != before

    @rule(number=GROUP)
    def winds_down(self, number: int) -> None:
        """Somebody begins the end."""
        self.act(lambda: wind_down(self.session, self._group(number), clock=self.clock))

    @rule(number=GROUP)
    def closes(self, number: int) -> None:
        """The chore that closes what is settled."""
        self.act(lambda: close_group(self.session, self.groups[number], clock=self.clock))

    @rule(pick=ANY)
    def replay(self, pick: int) -> None:
        """Something that was done comes once more with the same key: it moves nothing."""
        if self.done:
            before = self._everything()
            self.act(list(self.done.values())[pick % len(self.done)])
            assert self._everything() == before

    @invariant()
    def all_is_true(self) -> None:
        """After every step that was not refused; that one left all as it was is seen in `act`."""
        is_new, self.is_new = self.is_new, False
        if not is_new:
            return
        # As a new request would find it.
        self.session.expire_all()
        purses = list(self.session.scalars(select(Budget.id)))
        truths.hold(self.session, purses, self.groups, now=self.clock.now())
