"""An offer is put to everyone, and each answers with their own money or not at all."""

from datetime import datetime, time, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from microcare.budgets.models import Budget
from microcare.commissioning.models import Agreement, CareSession, Offer, OwnKey, SessionShare
from microcare.commissioning.policies import is_open_offer, shares_by_session
from microcare.commissioning.queries import agreement_of, sessions_ahead
from microcare.commissioning.services.acting import check_helper
from microcare.commissioning.services.settling import settle, settle_group, void_plan, wishes_of
from microcare.commissioning.values import (
    FEWEST_MEMBERS,
    OWN_SHARE_ONLY,
    NotEnoughLeft,
    OfferIsOver,
    OfferTerms,
    PickYourMoney,
    ProviderNotOpen,
    SessionsAhead,
    TooFewMembers,
    TooManyForOffer,
)
from microcare.decisions.queries import open_proposal_id
from microcare.decisions.services import give_answer, open_proposal
from microcare.decisions.values import Answer, OneAtATime, Rules
from microcare.directory.queries import is_open
from microcare.groups.models import Group
from microcare.groups.queries import locked_group
from microcare.groups.services.news import tell
from microcare.groups.values import GroupIsEnding
from microcare.kernel.clock import LONDON, Clock
from microcare.kernel.ids import new_id
from microcare.kernel.money import pounds
from microcare.ledger.services import place_holds
from microcare.ledger.values import Act, HoldExceedsAvailable
from microcare.people.values import Spoken


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
    by_session = shares_by_session(offer.terms, people)
    proposal = open_proposal(
        session,
        subject_id=group.id,
        terms=_document(offer, people=len(people)),
        shares={p: sum(shares[p] for shares in by_session) for p in people},
        total_pence=offer.terms.total_pence,
        opened_by=person_id,
        rules=Rules(closes_at=_end_of(offer)),
        clock=clock,
    )
    agreement = Agreement(
        id=new_id(),
        group_id=group.id,
        offer_id=offer.id,
        proposal_id=proposal.id,
        opened_at=clock.now(),
        sessions=_sessions(offer.terms, by_session),
    )
    session.add(agreement)
    tell(session, people, path=f"/groups/{group.id}/plan", clock=clock)
    return agreement


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
    """Raises TooFewMembers, TooManyForOffer, OfferIsOver, ProviderNotOpen."""
    if people < FEWEST_MEMBERS:
        raise TooFewMembers
    if people > offer.most_people:
        raise TooManyForOffer(most=offer.most_people)
    if not is_open_offer(offer, clock.today()):
        raise OfferIsOver
    if not is_open(session, offer.request.listing_id):
        raise ProviderNotOpen


def _sessions(terms: OfferTerms, by_session: list[dict[UUID, int]]) -> list[CareSession]:
    return [
        CareSession(
            id=new_id(),
            number=number,
            day=day,
            shares=[SessionShare(person_id=p, pence=pence) for p, pence in shares.items()],
        )
        for number, (day, shares) in enumerate(zip(terms.days, by_session, strict=True))
    ]


def stop_plan(session: Session, group: Group, *, clock: Clock) -> None:
    """Ends what the group is deciding, so that another offer can be chosen; each yes is void.

    Any member may, before promises are made, and nobody is told which one did.
    """
    void_plan(session, group.id, clock=clock)


def _end_of(offer: Offer) -> datetime:
    return datetime.combine(offer.closes_on + timedelta(days=1), time(), tzinfo=LONDON)


def _document(offer: Offer, *, people: int) -> dict[str, object]:
    terms: OfferTerms = offer.terms
    return {
        "provider": str(offer.request.listing_id),
        "offer": str(offer.id),
        "session_pence": terms.session_pence,
        "ceiling_pence": terms.total_pence,
        "days": [day.isoformat() for day in terms.days],
        "times": terms.times,
        "includes": terms.includes,
        "cancelling": terms.cancelling,
        "leaving": terms.leaving,
        "notice_weeks": terms.notice_weeks,
        "split": "equal",
        "people": people,
        "fewest_people": people,
        "term": OWN_SHARE_ONLY,
    }


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
    spoken: Spoken | None = None,
) -> None:
    """Takes a member's answer; a yes names their own money, which must reach today (P19).

    `spoken` where a helper passes it on, who needs the right to (P30, P31). Raises PickYourMoney,
    NotEnoughLeft, what decisions.give_answer and people's pass_on and authorise raise, and
    HelperIsPaid. Promises are made at once where everyone asked for no more time.
    """
    locked_group(session, agreement.group_id)
    fresh = agreement_of(session, agreement.proposal_id) or agreement
    if spoken is not None:
        check_helper(session, fresh, spoken, answer=answer, person_id=person_id, clock=clock)
    if answer is Answer.YES:
        if budget is None or budget.person_id != person_id or budget.stopped_at is not None:
            raise PickYourMoney
        _turn_key(session, fresh, budget, person_id=person_id, clock=clock)
        _check_it_reaches(session, fresh, person_id=person_id, clock=clock)
    give_answer(
        session,
        agreement.proposal_id,
        person_id=person_id,
        answer=answer,
        reason=reason,
        sooner=sooner,
        spoken=spoken,
        clock=clock,
    )
    settle(session, agreement.proposal_id, clock=clock)


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
