"""Opens proposals, takes answers, and ends each once."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from microcare.decisions.models import Elector, GivenAnswer, Proposal, RecordedAnswer, Worry
from microcare.decisions.policies import may_answer, may_look_again
from microcare.decisions.queries import locked_proposal
from microcare.decisions.values import (
    Answer,
    NotInElectorate,
    OneAtATime,
    Outcome,
    ProposalHasEnded,
    Rules,
    Share,
    SharesDoNotAddUp,
    WorryNeedsReason,
    canonical,
    new_salt,
    version_hash,
)
from microcare.kernel.clock import Clock
from microcare.kernel.ids import new_id
from microcare.people.values import How, Spoken


def open_proposal(
    session: Session,
    *,
    subject_id: UUID,
    terms: Mapping[str, Any],
    shares: Mapping[UUID, int],
    total_pence: int,
    opened_by: UUID,
    rules: Rules,
    clock: Clock,
) -> Proposal:
    """Opens one immutable version for those in `shares` (pence each) to answer by `rules`.

    Raises SharesDoNotAddUp, OneAtATime.
    """
    if not shares or sum(shares.values()) != total_pence:
        raise SharesDoNotAddUp
    parts = [Share(person_id=p, pence=pence, salt=new_salt()) for p, pence in shares.items()]
    document = canonical({"terms": terms, "rules": rules.as_terms(len(parts))})
    proposal = Proposal(
        id=new_id(),
        subject_id=subject_id,
        document=document,
        hash=version_hash(document, [share.digest for share in parts]),
        total_pence=total_pence,
        people=len(parts),
        method=rules.method,
        opened_by=opened_by,
        opened_at=clock.now(),
        closes_at=rules.closes_at,
        thinking_seconds=int(rules.thinking.total_seconds()),
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
    spoken: Spoken | None = None,
) -> None:
    """Takes one member's answer, which they may change until promises are made.

    `spoken` where somebody else writes it down for them; it is the member's own answer all the
    same (P31). Raises NotInElectorate, ProposalHasEnded, WorryNeedsReason.
    """
    proposal = locked_proposal(session, proposal_id)
    if proposal is None or not _is_open_to(proposal, person_id, clock=clock):
        raise ProposalHasEnded
    if person_id not in {elector.person_id for elector in proposal.electors}:
        raise NotInElectorate
    if answer is Answer.WORRY and not reason.strip():
        raise WorryNeedsReason
    given = GivenAnswer(
        number=len(proposal.answers) + 1,
        person_id=person_id,
        answer=answer.value,
        sooner=sooner and answer is Answer.YES,
        at=clock.now(),
    )
    if answer is Answer.WORRY:
        given.worry = Worry(words=reason.strip())
    given.recorded = _recorded(spoken) if spoken else None
    proposal.answers.append(given)
    # Whoever reads the answers next in this transaction must find this one.
    session.flush()


def _is_open_to(proposal: Proposal, person_id: UUID, *, clock: Clock) -> bool:
    now = clock.now()
    return may_answer(proposal, now) or may_look_again(proposal, now, person_id)


def _recorded(spoken: Spoken) -> RecordedAnswer:
    return RecordedAnswer(
        authority_id=spoken.authority_id,
        recorded_by=spoken.helper_id,
        how=(spoken.how or How.IN_PERSON).value,
    )


def end_proposal(session: Session, proposal: Proposal, *, outcome: Outcome, clock: Clock) -> None:
    """Ends an open proposal, once. Raises ProposalHasEnded."""
    if proposal.outcome is not None:
        raise ProposalHasEnded
    proposal.outcome = outcome.value
    proposal.ended_at = clock.now()
    # The next proposal of this subject may open in the same transaction.
    session.flush()


def erase(session: Session, person_id: UUID, clock: Clock) -> None:
    """Forgets the words of a person's worries. That they answered stays, under a random id."""
    mine = select(GivenAnswer.id).where(GivenAnswer.person_id == person_id)
    session.execute(delete(Worry).where(Worry.answer_id.in_(mine)))
