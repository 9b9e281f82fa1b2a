"""An offer is put to everyone, and each answers with their own money or not at all."""

from uuid import UUID

from sqlalchemy.orm import Session

from microcare.budgets.models import Budget
from microcare.commissioning.models import Agreement, Offer, OwnKey
from microcare.commissioning.policies import is_open_offer
from microcare.commissioning.queries import agreement_of, sessions_ahead
from microcare.commissioning.services.aside import go_on_without
from microcare.commissioning.services.providers import open_provider
from microcare.commissioning.services.settling import settle, settle_group, void_plan, wishes_of
from microcare.commissioning.services.versions import open_version
from microcare.commissioning.values import (
    FEWEST_MEMBERS,
    NotEnoughLeft,
    NothingToPay,
    NotYoursToEnd,
    OfferIsOver,
    PickYourMoney,
    SessionsAhead,
    TooFewMembers,
    TooManyForOffer,
)
from microcare.decisions.policies import may_take_back
from microcare.decisions.queries import open_proposal_id, proposal_by_id
from microcare.decisions.services import give_answer
from microcare.decisions.values import Answer, OneAtATime
from microcare.groups.models import Group
from microcare.groups.queries import locked_group
from microcare.groups.values import GroupIsEnding
from microcare.kernel.clock import Clock
from microcare.kernel.money import pounds
from microcare.ledger.services import place_holds
from microcare.ledger.values import Act, HoldExceedsAvailable


def choose_offer(
    session: Session, group: Group, offer: Offer, *, person_id: UUID, clock: Clock
) -> Agreement:
    """Puts an offer to every member, with each one's share worked out and kept (P16, P20).

    Pressed twice it is put once. Raises OneAtATime, SessionsAhead, GroupIsEnding and what `_check`
    raises.
    """
    locked = locked_group(session, group.id) or group
    session.refresh(offer)
    settle_group(session, group.id, clock=clock)
    open_id = open_proposal_id(session, group.id)
    if open_id is not None:
        return _same_offer(agreement_of(session, open_id), offer)
    people = locked.member_ids
    _check_it_may_begin(session, locked, clock=clock)
    _check(session, offer, people=len(people), clock=clock)
    return open_version(session, locked, offer, payers=people, opened_by=person_id, clock=clock)


def _same_offer(agreement: Agreement | None, offer: Offer) -> Agreement:
    if agreement is None or agreement.offer_id != offer.id:
        raise OneAtATime
    return agreement


def _check_it_may_begin(session: Session, group: Group, *, clock: Clock) -> None:
    if group.winding_since is not None:
        raise GroupIsEnding
    if sessions_ahead(session, group.id, today=clock.today()):
        raise SessionsAhead


def _check(session: Session, offer: Offer, *, people: int, clock: Clock) -> None:
    """Raises TooFewMembers, TooManyForOffer, OfferIsOver, ProviderNotOpen, CareNotRegistered."""
    if people < FEWEST_MEMBERS:
        raise TooFewMembers
    if people > offer.most_people:
        raise TooManyForOffer(most=offer.most_people)
    if not is_open_offer(offer, clock.today()):
        raise OfferIsOver
    open_provider(session, offer.request.listing_id, clock=clock)


def stop_plan(
    session: Session, group: Group, *, clock: Clock, person_id: UUID | None = None
) -> None:
    """Ends what the group is deciding, so that another offer can be chosen; each yes is void.

    Whoever put it may, and anybody while a worry stands; nobody is told which one did. Without a
    person it ends with the group. Raises NotYoursToEnd.
    """
    locked_group(session, group.id)
    settle_group(session, group.id, clock=clock)
    found = open_proposal_id(session, group.id)
    proposal = proposal_by_id(session, found) if found else None
    if proposal and person_id and not may_take_back(proposal, person_id):
        raise NotYoursToEnd
    void_plan(session, group.id, clock=clock)


def answer_plan(
    session: Session,
    agreement: Agreement,
    *,
    person_id: UUID,
    answer: Answer,
    budget: Budget | None,
    clock: Clock,
    reason: str = "",
    sooner: bool = False,
) -> None:
    """Takes a member's answer; a yes names their own money, which must reach today (P19).

    Whoever would pay and stands aside leaves the plan to the others, as a new version without
    them. Raises PickYourMoney, NotEnoughLeft, NothingToPay and what decisions.give_answer raises.
    Promises are made at once where everyone asked for no more time.
    """
    locked_group(session, agreement.group_id)
    fresh = agreement_of(session, agreement.proposal_id) or agreement
    pays = person_id in fresh.people
    if answer is Answer.YES:
        _check_own_money(session, fresh, budget, person_id=person_id, clock=clock)
    give_answer(
        session,
        agreement.proposal_id,
        person_id=person_id,
        answer=answer,
        reason=reason,
        sooner=sooner,
        clock=clock,
    )
    if answer is Answer.ASIDE and pays:
        go_on_without(session, fresh, person_id=person_id, clock=clock)
        return
    settle(session, agreement.proposal_id, clock=clock)


def _check_own_money(
    session: Session,
    agreement: Agreement,
    budget: Budget | None,
    *,
    person_id: UUID,
    clock: Clock,
) -> None:
    if person_id not in agreement.people:
        raise NothingToPay
    if budget is None or budget.person_id != person_id or budget.stopped_at is not None:
        raise PickYourMoney
    _turn_key(session, agreement, budget, person_id=person_id, clock=clock)
    _check_it_reaches(session, agreement, person_id=person_id, clock=clock)


def _turn_key(
    session: Session, agreement: Agreement, budget: Budget, *, person_id: UUID, clock: Clock
) -> None:
    mine = next((key for key in agreement.keys if key.person_id == person_id), None)
    if mine is None:
        mine = OwnKey(person_id=person_id)
        agreement.keys.append(mine)
    mine.budget_id, mine.at = budget.id, clock.now()
    session.flush()  # the wishes below are read from the keys


def _check_it_reaches(
    session: Session, agreement: Agreement, *, person_id: UUID, clock: Clock
) -> None:
    wishes = wishes_of(agreement, people=[person_id])
    trial = session.begin_nested()
    try:
        act = Act(actor=person_id, key=f"trial {agreement.id}")
        place_holds(session, wishes=wishes, act=act, clock=clock)
    except HoldExceedsAvailable as short:
        needed = sum(wish.pence for wish in wishes)
        left = needed - sum(short.short.values())
        shown = {"left": f"£{pounds(left):,.2f}", "needed": f"£{pounds(needed):,.2f}"}
        raise NotEnoughLeft(**shown) from None
    finally:
        # Only to see whether it would reach: nothing is promised until everyone has agreed.
        if trial.is_active:
            trial.rollback()
