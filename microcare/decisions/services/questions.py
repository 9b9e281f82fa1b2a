"""Questions that are not about money: asked of everybody there, and ended as the answers say."""

import hashlib
from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from microcare.decisions.models import ElectorVoice, Proposal, Question, VoiceWeight
from microcare.decisions.policies import question_outcome
from microcare.decisions.queries import locked_proposal
from microcare.decisions.services import end_proposal, open_proposal
from microcare.decisions.values import Method, Outcome, Rules
from microcare.decisions.values.classes import Classes
from microcare.kernel.clock import Clock
from microcare.kernel.ids import new_id


def open_question(
    session: Session,
    *,
    asked_in: UUID,
    words: str,
    people: Collection[UUID],
    asked_by: UUID,
    closes_at: datetime,
    clock: Clock,
    classes: Classes | None = None,
) -> Question:
    """Asks these people something that is not about money; a majority answers it, of `classes`
    by their weights, which are sealed with it (P28).

    More than half must answer, and more than half of those who say yes or no must say yes. The
    sealed document has only a digest of the words, which can be erased.
    """
    number = new_id()
    proposal = open_proposal(
        session,
        subject_id=number,
        terms=_terms(number, words, classes),
        shares=dict.fromkeys(people, 0),
        total_pence=0,
        opened_by=asked_by,
        rules=Rules(
            closes_at=closes_at,
            thinking=timedelta(0),
            method=Method.MAJORITY,
            quorum=len(people) // 2 + 1,
            threshold_percent=50,
        ),
        clock=clock,
    )
    if classes:
        _take_down(proposal, classes)
    question = Question(proposal_id=proposal.id, asked_in=asked_in, words=words)
    session.add(question)
    session.flush()  # it is read again with its proposal
    return question


def _terms(number: UUID, words: str, classes: Classes | None) -> dict[str, object]:
    digest = hashlib.sha256(words.encode()).hexdigest()
    terms: dict[str, object] = {"question": str(number), "words_sha256": digest}
    return terms | (classes.as_terms() if classes else {})


def _take_down(proposal: Proposal, classes: Classes) -> None:
    """What each voice counts and whose each one has, as it stays until the question ends (P21)."""
    proposal.weights = [VoiceWeight(voice=v, percent=n) for v, n in classes.percents.items()]
    proposal.voices = [ElectorVoice(person_id=p, voice=v) for p, v in classes.voices.items()]


def settle_question(session: Session, question_id: UUID, *, clock: Clock) -> Outcome | None:
    """Ends a question whose time has come as the answers say; None before. Safe late or twice."""
    proposal = locked_proposal(session, question_id)
    if proposal is None or proposal.outcome is not None:
        return None
    outcome = question_outcome(proposal, clock.now())
    if outcome is not None:
        end_proposal(session, proposal, outcome=outcome, clock=clock)
    return outcome
