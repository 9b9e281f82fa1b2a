"""An offer is put to everyone, and each answers with their own money or not at all."""

from datetime import datetime, time, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from microcare.budgets.models import Budget
from microcare.commissioning.models import Agreement, CareSession, Offer, OwnKey, SessionShare
from microcare.commissioning.policies import is_open_offer, shares_by_session
from microcare.commissioning.services.news import tell
from microcare.commissioning.services.settling import settle, wishes_of
from microcare.commissioning.values import (
    FEWEST_MEMBERS,
    OWN_SHARE_ONLY,
    NotEnoughLeft,
    OfferIsOver,
    OfferTerms,
    PickYourMoney,
    ProviderNotOpen,
    TooFewMembers,
)
from microcare.decisions.services import give_answer, open_proposal
from microcare.decisions.values import Answer
from microcare.directory.queries import is_open
from microcare.groups.models import Group
from microcare.kernel.clock import LONDON, Clock
from microcare.kernel.ids import new_id
from microcare.kernel.money import pounds
from microcare.ledger.services import place_holds
from microcare.ledger.values import Act, HoldExceedsAvailable


def choose_offer(
    session: Session, group: Group, offer: Offer, *, person_id: UUID, clock: Clock
) -> Agreement:
    """Puts an offer to every member, with each one's share worked out and kept (P16, P20).

    Raises TooFewMembers, OfferIsOver, ProviderNotOpen, OneAtATime.
    """
    people = group.member_ids
    if len(people) < FEWEST_MEMBERS:
        raise TooFewMembers
    if not is_open_offer(offer, clock.today()):
        raise OfferIsOver
    if not is_open(session, offer.request.listing_id):
        raise ProviderNotOpen
    by_session = shares_by_session(offer.terms, people)
    proposal = open_proposal(
        session,
        subject_id=group.id,
        terms=_document(offer, people=len(people)),
        shares={p: sum(shares[p] for shares in by_session) for p in people},
        total_pence=offer.terms.total_pence,
        opened_by=person_id,
        closes_at=_end_of(offer),
        clock=clock,
    )
    agreement = Agreement(
        id=new_id(),
        group_id=group.id,
        offer_id=offer.id,
        proposal_id=proposal.id,
        opened_at=clock.now(),
        sessions=_sessions(offer, by_session),
    )
    session.add(agreement)
    tell(session, people, path=f"/groups/{group.id}/plan", clock=clock)
    return agreement


def _sessions(offer: Offer, by_session: list[dict[UUID, int]]) -> list[CareSession]:
    return [
        CareSession(
            id=new_id(),
            number=number,
            day=day,
            shares=[SessionShare(person_id=p, pence=pence) for p, pence in shares.items()],
        )
        for number, (day, shares) in enumerate(zip(offer.terms.days, by_session, strict=True))
    ]


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
        "split": "equal",
        "people": people,
        "fewest_people": people,
        "closes_on": terms.closes_on.isoformat(),
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
) -> None:
    """Takes a member's answer; a yes names their own money, which must reach today (P19).

    Raises PickYourMoney, NotEnoughLeft and what decisions.give_answer raises. Promises are made
    at once where everyone asked for no more time.
    """
    if answer is Answer.YES:
        if budget is None or budget.person_id != person_id:
            raise PickYourMoney
        _turn_key(session, agreement, budget, person_id=person_id, clock=clock)
        _check_it_reaches(session, agreement, person_id=person_id, clock=clock)
    give_answer(
        session,
        agreement.proposal_id,
        person_id=person_id,
        answer=answer,
        reason=reason,
        sooner=sooner,
        clock=clock,
    )
    # Read again below with this answer in it.
    session.flush()
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
