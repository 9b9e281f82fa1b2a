"""One version of a plan: an offer, who pays what, and the rules of deciding, put to everyone (P20).

Every member decides whether; those who pay decide about their own money too (P19). So the version
has every member in it, and a share of 0 for whoever stands aside or pays nothing.
"""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from microcare.commissioning.models import (
    Agreement,
    CareSession,
    Offer,
    SessionReplacement,
    SessionShare,
)
from microcare.commissioning.policies import EQUALLY, shares_by_session
from microcare.commissioning.queries import most_in, sessions_to_replace
from microcare.commissioning.queries.ties import is_tied
from microcare.commissioning.values import OWN_SHARE_ONLY, OfferTerms, Split, TooFewForOffer, Way
from microcare.decisions.services import open_proposal
from microcare.decisions.values import ANSWER_WITHIN, MORE_TIME, Method, Rules
from microcare.groups.models import Group
from microcare.groups.services.news import tell
from microcare.kernel.clock import LONDON, Clock
from microcare.kernel.ids import new_id


def open_version(
    session: Session,
    group: Group,
    offer: Offer,
    *,
    payers: Collection[UUID],
    opened_by: UUID,
    clock: Clock,
    split: Split = EQUALLY,
    method: Method = Method.CONSENT,
    besides: Collection[UUID] = (),
) -> Agreement:
    """Puts an offer to every member whose money it can be (P28), shared by `payers` (P16); tells
    all `besides` those. Raises CannotShare, and what open_proposal raises."""
    everyone, paying = group.spender_ids, sorted(payers)
    by_session = shares_now(session, group, offer, payers=paying, split=split)
    replaced = sessions_to_replace(session, group.id, offer, today=clock.today())
    terms = _document(session, offer, paying, split=split, replaced=replaced, by=opened_by)
    proposal = open_proposal(
        session,
        subject_id=group.id,
        terms=terms,
        shares={p: sum(one.get(p, 0) for one in by_session) for p in everyone},
        total_pence=offer.terms.total_pence,
        opened_by=opened_by,
        rules=rules_for(offer, method=method, clock=clock),
        clock=clock,
    )
    agreement = Agreement(
        id=new_id(),
        group_id=group.id,
        offer_id=offer.id,
        proposal_id=proposal.id,
        opened_at=clock.now(),
        sessions=_sessions(offer.terms, by_session),
        replaces=[SessionReplacement(session_id=one.id) for one in replaced],
    )
    session.add(agreement)
    tell(session, set(everyone) - set(besides), path=f"/groups/{group.id}/plan", clock=clock)
    return agreement


def shares_now(
    session: Session, group: Group, offer: Offer, *, payers: Collection[UUID], split: Split
) -> list[dict[UUID, int]]:
    """Each session's pence by person, as they would be if it opened now. Raises CannotShare."""
    most = _most_a_session(session, group, offer.terms) if split.way is Way.ABILITY else {}
    found = shares_by_session(offer.terms, sorted(payers), split, most=most)
    if len({p for one in found for p, pence in one.items() if pence}) < offer.fewest_people:
        raise TooFewForOffer(fewest=offer.fewest_people)
    return found


def _most_a_session(session: Session, group: Group, terms: OfferTerms) -> dict[UUID, int]:
    """What each who said so can pay for one session. It goes into the sharing and nowhere else."""
    said = most_in(session, group.id)
    return {person: pence * terms.every_weeks for person, pence in said.items()}


def rules_for(offer: Offer, *, clock: Clock, method: Method = Method.CONSENT) -> Rules:
    """Ten days to answer and more on request, but never past the day that the provider set."""
    last = _end_of(offer.closes_on)
    soon = _end_of(clock.today() + ANSWER_WITHIN)
    return Rules(closes_at=min(soon, last), method=method, latest_at=last, more_time=MORE_TIME)


def _end_of(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=LONDON)


def _sessions(terms: OfferTerms, by_session: list[dict[UUID, int]]) -> list[CareSession]:
    return [
        CareSession(
            id=new_id(),
            number=number,
            day=day,
            # Whoever has no part in a session is not in it.
            shares=[SessionShare(person_id=p, pence=pence) for p, pence in shares.items() if pence],
        )
        for number, (day, shares) in enumerate(zip(terms.days, by_session, strict=True))
    ]


def _document(
    session: Session,
    offer: Offer,
    paying: Collection[UUID],
    *,
    split: Split,
    replaced: Collection[CareSession],
    by: UUID,
) -> dict[str, object]:
    terms: OfferTerms = offer.terms
    return {
        "provider": str(offer.request.listing_id),
        "offer": str(offer.id),
        "session_pence": terms.session_pence,
        "ceiling_pence": terms.total_pence,
        "days": [day.isoformat() for day in terms.days],
        "times": terms.times,
        "includes": terms.includes,
        "travel": terms.travel,
        "cancelling": terms.cancelling,
        "leaving": terms.leaving,
        "notice_weeks": terms.notice_weeks,
        "split": split.as_terms(),
        "people": len(paying),
        "fewest_people": terms.fewest_people,
        "term": OWN_SHARE_ONLY,
        "put_by_somebody_tied": is_tied(session, offer.request.listing_id, by),  # P26
        # Promised sessions that this takes the place of (P20).
        "replaces": [{"session": str(one.id), "day": one.day.isoformat()} for one in replaced],
    }
