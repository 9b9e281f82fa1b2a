"""A member asks the group something that is not about money, and a majority answers (P22)."""

from datetime import datetime, time, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from microcare.decisions.models import Question
from microcare.decisions.policies import question_outcome
from microcare.decisions.queries import (
    locked_proposal,
    open_proposals,
    question_of,
    questions_in,
)
from microcare.decisions.services import (
    end_proposal,
    give_answer,
    remind,
)
from microcare.decisions.services.questions import open_question, settle_question
from microcare.decisions.values import (
    MOST_QUESTIONS,
    Answer,
    AskedEnoughQuestions,
    AskedNobody,
    Outcome,
    QuestionIsOver,
)
from microcare.groups.models import Group
from microcare.groups.policies import classes_of
from microcare.groups.queries import group_by_id, locked_group
from microcare.groups.services.becoming import become_coop
from microcare.groups.services.news import tell
from microcare.groups.values import GroupIsEnding
from microcare.kernel.clock import LONDON, Clock


def ask_group(
    session: Session, group: Group, *, words: str, days: int, person_id: UUID, clock: Clock
) -> Question:
    """Asks everybody who is in the group now, for so many days.

    Raises AskedNobody, AskedEnoughQuestions, GroupIsEnding, OnlyInvestors.
    """
    locked = locked_group(session, group.id) or group
    if locked.closed_at is not None:
        raise GroupIsEnding
    if len(locked.members) < 2:
        raise AskedNobody
    asked = questions_in(session, locked.id)
    if sum(question_outcome(q.proposal, clock.now()) is None for q in asked) >= MOST_QUESTIONS:
        raise AskedEnoughQuestions(most=MOST_QUESTIONS)
    last = clock.today() + timedelta(days=days + 1)
    question = open_question(
        session,
        asked_in=locked.id,
        words=words,
        people=locked.member_ids,
        asked_by=person_id,
        closes_at=datetime.combine(last, time(), tzinfo=LONDON),
        classes=classes_of(locked),
        clock=clock,
    )
    others = set(locked.member_ids) - {person_id}
    tell(session, others, clock=clock, path=_path(locked.id, question.proposal_id))
    return question


def answer_question(
    session: Session,
    group: Group,
    question: Question,
    *,
    person_id: UUID,
    answer: Answer,
    clock: Clock,
) -> None:
    """Takes one member's answer; with the last one the question ends.

    Raises QuestionIsOver and what decisions.give_answer raises.
    """
    locked_group(session, group.id)
    if end_question(session, question.proposal_id, clock=clock) is not None:
        raise QuestionIsOver
    give_answer(session, question.proposal_id, person_id=person_id, answer=answer, clock=clock)
    end_question(session, question.proposal_id, clock=clock)


def take_back_question(
    session: Session, group: Group, question: Question, *, person_id: UUID, clock: Clock
) -> None:
    """Whoever asked ends it, and nothing is decided. Raises QuestionIsOver."""
    locked_group(session, group.id)
    over = end_question(session, question.proposal_id, clock=clock)
    proposal = locked_proposal(session, question.proposal_id)
    if over or proposal is None or proposal.outcome or proposal.opened_by != person_id:
        raise QuestionIsOver
    end_proposal(session, proposal, outcome=Outcome.WITHDRAWN, clock=clock)


def end_question(session: Session, question_id: UUID, *, clock: Clock) -> Outcome | None:
    """Ends a question whose time has come, and tells who was asked and is still there."""
    outcome = settle_question(session, question_id, clock=clock)
    question = question_of(session, question_id) if outcome else None
    group = group_by_id(session, question.asked_in) if question else None
    if question is not None and group is not None:
        asked = {elector.person_id for elector in question.proposal.electors}
        there = asked & set(group.member_ids)
        tell(session, there, clock=clock, path=_path(group.id, question_id))
        if outcome is Outcome.PASSED:
            become_coop(session, question_id, clock=clock)
    return outcome


def end_due_questions(session: Session, *, clock: Clock) -> int:
    """The late job: ends every question whose time has come; answers how many."""
    found = open_proposals(session, questions=True)
    return sum(end_question(session, one, clock=clock) is not None for one in found)


def remind_about_questions(session: Session, *, clock: Clock) -> int:
    """Owes a letter to each who has not answered a question near its end; answers how many."""
    told = 0
    for question_id in open_proposals(session, questions=True):
        question = question_of(session, question_id)
        group = group_by_id(session, question.asked_in) if question else None
        if group is not None:
            path, people = _path(group.id, question_id), group.member_ids
            told += remind(session, question_id, path=path, among=people, clock=clock)
    return told


def _path(group_id: UUID, question_id: UUID) -> str:
    return f"/groups/{group_id}/questions/{question_id}"
