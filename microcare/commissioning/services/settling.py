"""At the commitment time: promises for all, or for none, in one transaction (pooling P23, P25)."""

from collections.abc import Collection, Mapping
from datetime import datetime, time, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from microcare.commissioning.models import Agreement, PrivateNote
from microcare.commissioning.queries import agreement_of
from microcare.commissioning.services.news import tell
from microcare.commissioning.values import PROMISE_OUTLASTS
from microcare.decisions.models import Proposal
from microcare.decisions.policies import standing
from microcare.decisions.queries import locked_proposal, open_proposals
from microcare.decisions.services import end_proposal
from microcare.decisions.values import Outcome, Standing
from microcare.directory.queries import is_open
from microcare.groups.queries import group_by_id
from microcare.kernel.clock import LONDON, Clock
from microcare.ledger.services import place_holds
from microcare.ledger.values import Act, HoldExceedsAvailable, Wish


def wishes_of(agreement: Agreement, *, people: Collection[UUID]) -> list[Wish]:
    """What these people's shares come to: a line a session, each from its owner's named money."""
    purses = {key.person_id: key.budget_id for key in agreement.keys}
    return [
        Wish(
            purse=purses[share.person_id],
            book=agreement.group_id,
            ref=session.id,
            for_on=session.day,
            pence=share.pence,
            expires_at=datetime.combine(session.day + timedelta(days=1), time(), tzinfo=LONDON)
            + PROMISE_OUTLASTS,
        )
        for session in agreement.sessions
        for share in session.shares
        if share.person_id in people and share.pence > 0
    ]


def settle(session: Session, proposal_id: UUID, *, clock: Clock) -> Outcome | None:
    """Decides a proposal whose time has come; None while it has not. Safe late, twice or never."""
    proposal = locked_proposal(session, proposal_id)
    if proposal is None:
        return None
    where = standing(proposal, clock.now())
    if where is Standing.EXPIRED:
        return _end(session, proposal, Outcome.EXPIRED, clock=clock)
    if where is not Standing.DUE:
        return None
    agreement = agreement_of(session, proposal_id)
    if agreement is None or not _still_stands(session, agreement, proposal):
        return _end(session, proposal, Outcome.WITHDRAWN, clock=clock)
    return _commit(session, agreement, proposal, clock=clock)


def _still_stands(session: Session, agreement: Agreement, proposal: Proposal) -> bool:
    """Whether the same people are in the group, each with a key, and the provider is open now."""
    group = group_by_id(session, agreement.group_id)
    electors = {elector.person_id for elector in proposal.electors}
    return (
        group is not None
        and set(group.member_ids) == electors
        and {key.person_id for key in agreement.keys} == electors
        and is_open(session, agreement.offer.request.listing_id)
    )


def _commit(session: Session, agreement: Agreement, proposal: Proposal, *, clock: Clock) -> Outcome:
    everyone = [elector.person_id for elector in proposal.electors]
    act = Act(actor=proposal.id, key="commit")
    try:
        wishes = wishes_of(agreement, people=everyone)
        place_holds(session, wishes=wishes, act=act, clock=clock)
    except HoldExceedsAvailable as broken:
        _note_who_is_short(agreement, broken.short)
        return _end(session, proposal, Outcome.SHORT, clock=clock)
    return _end(session, proposal, Outcome.PASSED, clock=clock)


def _note_who_is_short(agreement: Agreement, short: Mapping[UUID, int]) -> None:
    """Tells each person whose own money does not reach, privately, by how much."""
    for key in agreement.keys:
        if key.budget_id in short:
            note = PrivateNote(person_id=key.person_id, short_pence=short[key.budget_id])
            agreement.notes.append(note)


def _end(session: Session, proposal: Proposal, outcome: Outcome, *, clock: Clock) -> Outcome:
    end_proposal(session, proposal, outcome=outcome, clock=clock)
    people = [elector.person_id for elector in proposal.electors]
    tell(session, people, path=f"/groups/{proposal.subject_id}", clock=clock)
    return outcome


def settle_all(session: Session, *, clock: Clock) -> int:
    """Settles whatever is due in this transaction; answers how many ended."""
    ended = [settle(session, found, clock=clock) for found in open_proposals(session)]
    return sum(outcome is not None for outcome in ended)
