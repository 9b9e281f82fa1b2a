"""Opens proposals, takes answers, and ends each once."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from microcare.decisions.models import Elector, GivenAnswer, Proposal
from microcare.decisions.policies import standing
from microcare.decisions.queries import locked_proposal
from microcare.decisions.values import (
    THINKING,
    Answer,
    NotInElectorate,
    OneAtATime,
    Outcome,
    ProposalHasEnded,
    Share,
    SharesDoNotAddUp,
    Standing,
    WorryNeedsReason,
    canonical,
    new_salt,
    version_hash,
)
from microcare.kernel.clock import Clock
from microcare.kernel.ids import new_id


def open_proposal(
    session: Session,
    *,
    subject_id: UUID,
    terms: Mapping[str, Any],
    shares: Mapping[UUID, int],
    total_pence: int,
    opened_by: UUID,
    closes_at: datetime,
    clock: Clock,
    thinking: timedelta = THINKING,
) -> Proposal:
    """Opens one immutable version for those in `shares` (pence each) to answer.

    Raises SharesDoNotAddUp, OneAtATime.
    """
    if not shares or sum(shares.values()) != total_pence:
        raise SharesDoNotAddUp
    parts = [Share(person_id=p, pence=pence, salt=new_salt()) for p, pence in shares.items()]
    document = canonical(terms)
    proposal = Proposal(
        id=new_id(),
        subject_id=subject_id,
        document=document,
        hash=version_hash(document, parts),
        total_pence=total_pence,
        method="everyone_agrees",
        opened_by=opened_by,
        opened_at=clock.now(),
        closes_at=closes_at,
        thinking_seconds=int(thinking.total_seconds()),
        electors=[Elector(person_id=s.person_id, pence=s.pence, salt=s.salt) for s in parts],
    )
    try:
        with session.begin_nested():
            session.add(proposal)
    except IntegrityError:
        raise OneAtATime from None
    return proposal


def give_answer(
    session: Session,
    proposal_id: UUID,
    *,
    person_id: UUID,
    answer: Answer,
    clock: Clock,
    reason: str = "",
    sooner: bool = False,
) -> None:
    """Takes one member's answer, which they may change until promises are made.

    Raises NotInElectorate, ProposalHasEnded, WorryNeedsReason.
    """
    proposal = locked_proposal(session, proposal_id)
    if proposal is None or standing(proposal, clock.now()) in (Standing.ENDED, Standing.EXPIRED):
        raise ProposalHasEnded
    if person_id not in {elector.person_id for elector in proposal.electors}:
        raise NotInElectorate
    if answer is Answer.WORRY and not reason.strip():
        raise WorryNeedsReason
    proposal.answers.append(
        GivenAnswer(
            number=len(proposal.answers) + 1,
            person_id=person_id,
            answer=answer.value,
            reason=reason.strip(),
            sooner=sooner and answer is Answer.YES,
            at=clock.now(),
        )
    )


def end_proposal(session: Session, proposal: Proposal, *, outcome: Outcome, clock: Clock) -> None:
    """Ends an open proposal, once. Raises ProposalHasEnded."""
    if proposal.outcome is not None:
        raise ProposalHasEnded
    proposal.outcome = outcome.value
    proposal.ended_at = clock.now()
    # The next proposal of this subject may open in the same transaction.
    session.flush()
