"""Whoever is paid by a provider, or close to who is, says so where a plan with it is decided (P26).

They may put it and say yes for their own money, which is theirs alone to say (P19). They confirm
none of its bills. Whether whoever put it is tied is among the terms that are sealed: so a word of
theirs that changes it while people decide is a new version, and everybody answers again (P20).
"""

from uuid import UUID

from sqlalchemy.orm import Session

from microcare.commissioning.models import Agreement, PaidTie
from microcare.commissioning.policies import put_by_tied
from microcare.commissioning.queries import agreement_of
from microcare.commissioning.queries.ties import has_promised_with, is_tied
from microcare.commissioning.services.aside import ask_again
from microcare.commissioning.values import TieStands
from microcare.decisions.policies import may_answer
from microcare.decisions.queries import locked_proposal
from microcare.groups.queries import locked_group
from microcare.kernel.clock import Clock


def keep_tie(session: Session, listing_id: UUID, *, person_id: UUID, clock: Clock) -> bool:
    """Keeps that a person is tied to a provider; whether it is new. Safe to say twice."""
    if session.get(PaidTie, (listing_id, person_id)) is not None:
        return False
    session.add(PaidTie(listing_id=listing_id, person_id=person_id, declared_at=clock.now()))
    session.flush()  # who may look at what is read from it in the same transaction
    return True


def tie_to_plan(session: Session, agreement: Agreement, *, person_id: UUID, clock: Clock) -> bool:
    """Keeps it, and asks everyone again where this person put the plan; whether it did."""
    locked_group(session, agreement.group_id)
    keep_tie(session, agreement.offer.request.listing_id, person_id=person_id, clock=clock)
    return _seal_anew(session, agreement, person_id=person_id, clock=clock)


def untie_from_plan(
    session: Session, agreement: Agreement, *, person_id: UUID, clock: Clock
) -> bool:
    """Takes it back, until something was promised with this provider; whether it asks anew.

    Raises TieStands: after that a bill is where it is taken back, while two have not looked.
    """
    locked_group(session, agreement.group_id)
    listing_id = agreement.offer.request.listing_id
    tie = session.get(PaidTie, (listing_id, person_id))
    if tie is None:
        return False
    if has_promised_with(session, listing_id, person_id):
        raise TieStands
    session.delete(tie)
    session.flush()  # the new version below is sealed without it
    return _seal_anew(session, agreement, person_id=person_id, clock=clock)


def _seal_anew(session: Session, agreement: Agreement, *, person_id: UUID, clock: Clock) -> bool:
    """A new version, where an open plan says otherwise of whoever put it than is true now."""
    proposal = locked_proposal(session, agreement.proposal_id)
    if proposal is None or proposal.opened_by != person_id:
        return False
    if not may_answer(proposal, clock.now()):
        return False
    if is_tied(session, agreement.offer.request.listing_id, person_id) == put_by_tied(proposal):
        return False
    fresh = agreement_of(session, agreement.proposal_id) or agreement
    ask_again(session, fresh, moved=person_id, clock=clock)
    return True
