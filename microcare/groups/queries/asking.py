"""What a group asks itself, as one of its members sees it."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from microcare.decisions.models import Question
from microcare.decisions.policies import (
    closes_at,
    latest_answers,
    question_outcome,
    tallies_to_tell,
)
from microcare.decisions.queries import question_in, questions_in
from microcare.decisions.values import QuestionView
from microcare.decisions.values.classes import Voice
from microcare.groups.models import Group
from microcare.kernel.clock import LONDON


def question_views(
    session: Session, group: Group, *, me: UUID, now: datetime
) -> tuple[QuestionView, ...]:
    """What was asked, the newest first."""
    return tuple(_view(one, me=me, now=now) for one in questions_in(session, group.id))


def question_view(
    session: Session, group: Group, question_id: UUID, *, me: UUID, now: datetime
) -> QuestionView | None:
    """One question of this group."""
    found = question_in(session, group.id, question_id)
    return _view(found, me=me, now=now) if found else None


def _view(question: Question, *, me: UUID, now: datetime) -> QuestionView:
    proposal, said = question.proposal, latest_answers(question.proposal)
    last = closes_at(proposal) - timedelta(seconds=1)
    return QuestionView(
        id=question.proposal_id,
        words=question.words,
        asked_by=proposal.opened_by,
        asked_on=proposal.opened_at.astimezone(LONDON).date(),
        answer_by=last.astimezone(LONDON).date(),
        outcome=question_outcome(proposal, now),
        my_answer=said[me].answer.value if me in said else "",
        is_asked=me in {elector.person_id for elector in proposal.electors},
        weights=tuple((Voice(one.voice), one.percent) for one in proposal.weights),
        tallies=tallies_to_tell(proposal, now),
    )
