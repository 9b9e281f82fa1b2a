"""Somebody has to stop at once: in hospital, a funder who stopped the money, anything (P37).

No notice is owed. What is not owed for what took place is theirs again, or their funder's where
that one stopped it; it never goes to the group. Why is asked of nobody and kept nowhere.
"""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy.orm import Session

from microcare.budgets.queries import budgets_of, frozen_since, open_holds_of
from microcare.budgets.services import freeze_money, return_budget
from microcare.commissioning.queries import requests_of_sessions
from microcare.commissioning.services import settle_group, watch_people
from microcare.directory.queries import keeper_ids
from microcare.groups.queries import groups_of, locked_group
from microcare.groups.services.news import tell
from microcare.kernel.clock import Clock
from microcare.kernel.ids import new_id
from microcare.ledger.queries import balances_of
from microcare.ledger.services import expire_holds, release_holds
from microcare.ledger.services.ending import TIME
from microcare.ledger.values import Act, Hold
from microcare.people.values import Spoken, acts_as
from microcare.spending.models import ReturnedBudget, SuddenStop
from microcare.spending.policies import comes_free_at_once
from microcare.spending.queries import may_be_returned, returned_budgets
from microcare.spending.services.closing import close_group


def stop_at_once(
    session: Session,
    person_id: UUID,
    *,
    clock: Clock,
    returned: Collection[UUID] = (),
    spoken: Spoken | None = None,
    actor: UUID | None = None,
) -> None:
    """Frees a person's promises of days to come, stops new ones, and gives `returned` money back.

    `returned` are budgets that a funder stopped. What took place, and today, stays to be paid. The
    groups read what they read when somebody waits. Pressed twice it is once. The ledger names the
    authority where a helper does it, or `actor` where it is nobody's own press.
    """
    books = _settled(session, person_id, clock=clock)
    holds = open_holds_of(session, person_id)
    free = [hold for hold in holds if comes_free_at_once(hold, clock.today())]
    gone = [b for b in budgets_of(session, person_id) if b.id in set(returned)]
    gone = [budget for budget in gone if may_be_returned(budget, clock.today())]
    if not free and not gone and frozen_since(session, person_id) is not None:
        return
    stop = SuddenStop(id=new_id(), person_id=person_id, stopped_at=clock.now())
    session.add(stop)
    session.flush()  # what goes back names it
    actor = actor or acts_as(person_id, spoken)
    if free:
        act = Act(actor, key=f"at once {stop.id}")
        release_holds(session, holds=[hold.id for hold in free], act=act, clock=clock)
    freeze_money(session, person_id, clock=clock)
    for budget in gone:
        session.add(ReturnedBudget(budget_id=budget.id, stop_id=stop.id))
        act = Act(actor, key=f"return {budget.id}")
        return_budget(session, budget, act=act, clock=clock)
    _tell_providers(session, free, clock=clock)
    for book in books:
        watch_people(session, book, clock=clock)
        close_group(session, book, clock=clock)


def _settled(session: Session, person_id: UUID, *, clock: Clock) -> list[UUID]:
    """Where they have or had a part: each locked, and what is due there promised first (P23)."""
    books = {hold.book for hold in open_holds_of(session, person_id)}
    books |= {group.id for group in groups_of(session, person_id)}
    for book in sorted(books):
        locked_group(session, book)
        settle_group(session, book, clock=clock)
    purses = [budget.id for budget in budgets_of(session, person_id)]
    expire_holds(session, clock=clock, purses=purses)
    return sorted(books)


def _tell_providers(session: Session, free: list[Hold], *, clock: Clock) -> None:
    """The price may no longer be covered. Whose part it was is not said."""
    for request in requests_of_sessions(session, {hold.ref for hold in free}):
        keepers = keeper_ids(session, request.listing_id)
        tell(session, keepers, path=f"/my/requests/{request.id}/sessions", clock=clock)


def return_what_came_free(session: Session, *, clock: Clock) -> int:
    """The late job: of money that a funder stopped, what has come free since goes back as well.

    Answers how many budgets. Safe late, twice or never.
    """
    found = returned_budgets(session)
    left = balances_of(session, [budget.id for budget in found], now=clock.now())
    due = [budget for budget in found if left[budget.id].available]
    for budget in due:
        act = Act(TIME, key=f"return {budget.id} {new_id()}")
        return_budget(session, budget, act=act, clock=clock)
    return len(due)
