"""A group asks itself something: most of those who answer decide, and nobody learns who (P22)."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from microcare.commissioning.services import settle
from microcare.decisions.models import Question
from microcare.decisions.queries import personal_data
from microcare.decisions.services import erase
from microcare.decisions.values import (
    MOST_QUESTIONS,
    Answer,
    AskedEnoughQuestions,
    AskedNobody,
    NotInElectorate,
    Outcome,
    QuestionIsOver,
    QuestionView,
)
from microcare.groups.models import Group
from microcare.groups.queries.asking import question_view
from microcare.groups.services import (
    add_member,
    answer_question,
    ask_group,
    end_due_questions,
    leave_group,
    take_back_question,
)
from microcare.kernel.clock import FixedClock
from microcare.outbox.models import OutboxMessage
from microcare.people.models import Person
from tests.factories.groups import make_group
from tests.factories.people import make_person

WORDS = "Shall we meet on Wednesdays?"
YES, NO, ASIDE = Answer.YES, Answer.NO, Answer.ASIDE


@pytest.fixture
def people(session: Session) -> list[Person]:
    return [make_person(session, name=name) for name in ("Amara", "Gwen", "Tomasz", "Ros")]


@pytest.fixture
def group(session: Session, people: list[Person], clock: FixedClock) -> Group:
    return make_group(session, people, clock)


@pytest.fixture
def question(session: Session, group: Group, people: list[Person], clock: FixedClock) -> Question:
    me = people[0].id
    return ask_group(session, group, words=WORDS, days=7, person_id=me, clock=clock)


def seen(
    session: Session, group: Group, question: Question, me: Person, clock: FixedClock
) -> QuestionView:
    found = question_view(session, group, question.proposal_id, me=me.id, now=clock.now())
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("answers", "outcome"),
    [
        ([YES, YES, NO, YES], Outcome.PASSED),
        ([YES, YES, NO, NO], Outcome.REFUSED),
        ([YES, ASIDE, ASIDE, ASIDE], Outcome.PASSED),
        ([ASIDE, ASIDE, ASIDE, ASIDE], Outcome.REFUSED),
        ([NO, ASIDE, YES], Outcome.REFUSED),
        ([YES, YES, NO], Outcome.PASSED),
        ([YES, YES], Outcome.EXPIRED),
        ([], Outcome.EXPIRED),
    ],
)
def test_most_of_those_who_answer_decide(
    session: Session,
    group: Group,
    question: Question,
    people: list[Person],
    clock: FixedClock,
    answers: list[Answer],
    outcome: Outcome,
) -> None:
    for who, answer in zip(people, answers, strict=False):
        answer_question(session, group, question, person_id=who.id, answer=answer, clock=clock)
    all_answered = len(answers) == len(people)
    view = seen(session, group, question, people[1], clock)
    assert view.outcome == (outcome if all_answered else None)
    clock.move(timedelta(days=8))
    # Whoever looks sees how it ended, whether or not the job has run; then the job writes it down.
    assert seen(session, group, question, people[1], clock).outcome == outcome
    assert end_due_questions(session, clock=clock) == int(not all_answered)
    assert end_due_questions(session, clock=clock) == 0
    assert question.proposal.outcome == outcome


def test_a_mind_can_change_until_it_ends(
    session: Session, group: Group, question: Question, people: list[Person], clock: FixedClock
) -> None:
    told = {"person_id": people[0].id, "clock": clock}
    answer_question(session, group, question, answer=YES, **told)
    answer_question(session, group, question, answer=NO, **told)
    assert seen(session, group, question, people[0], clock).my_answer == "no"
    clock.move(timedelta(days=8))
    with pytest.raises(QuestionIsOver):
        answer_question(session, group, question, answer=YES, **told)


def test_nobody_learns_who_said_what_or_how_many(
    session: Session, group: Group, question: Question, people: list[Person], clock: FixedClock
) -> None:
    for who, answer in zip(people, [NO, YES, YES, YES], strict=True):
        answer_question(session, group, question, person_id=who.id, answer=answer, clock=clock)
    views = {p.id: seen(session, group, question, p, clock) for p in people}
    assert {(v.outcome, v.words, v.asked_by) for v in views.values()} == {
        (Outcome.PASSED, WORDS, people[0].id)
    }
    assert [views[p.id].my_answer for p in people] == ["no", "yes", "yes", "yes"]


def test_who_joins_later_has_no_vote_and_who_left_is_not_written_to(
    session: Session, group: Group, question: Question, people: list[Person], clock: FixedClock
) -> None:
    late = make_person(session, name="Late")
    add_member(session, group, late, clock=clock)
    assert not seen(session, group, question, late, clock).is_asked
    with pytest.raises(NotInElectorate):
        answer_question(session, group, question, person_id=late.id, answer=YES, clock=clock)
    leave_group(session, group, person_id=people[3].id, clock=clock)
    clock.move(timedelta(days=8))
    before = {m.id for m in session.scalars(select(OutboxMessage))}
    end_due_questions(session, clock=clock)
    told = [m for m in session.scalars(select(OutboxMessage)) if m.id not in before]
    assert {m.payload["person_id"] for m in told} == {str(p.id) for p in people[:3]}


def test_three_at_a_time_and_not_alone(
    session: Session, group: Group, question: Question, people: list[Person], clock: FixedClock
) -> None:
    told = {"words": WORDS, "days": 3, "person_id": people[1].id, "clock": clock}
    for _ in range(MOST_QUESTIONS - 1):
        ask_group(session, group, **told)
    with pytest.raises(AskedEnoughQuestions):
        ask_group(session, group, **told)
    clock.move(timedelta(days=4))
    ask_group(session, group, **told)
    alone = make_group(session, [people[0]], clock)
    with pytest.raises(AskedNobody):
        ask_group(session, alone, **told)


def test_only_who_asked_takes_it_back(
    session: Session, group: Group, question: Question, people: list[Person], clock: FixedClock
) -> None:
    with pytest.raises(QuestionIsOver):
        take_back_question(session, group, question, person_id=people[1].id, clock=clock)
    take_back_question(session, group, question, person_id=people[0].id, clock=clock)
    assert seen(session, group, question, people[1], clock).outcome is Outcome.WITHDRAWN


def test_the_job_that_settles_plans_leaves_questions_alone(
    session: Session, question: Question, clock: FixedClock
) -> None:
    clock.move(timedelta(days=8))
    assert settle(session, question.proposal_id, clock=clock) is None
    session.refresh(question.proposal)
    assert question.proposal.outcome is None


def test_the_words_go_with_the_account_and_the_answer_stays(
    session: Session, group: Group, question: Question, people: list[Person], clock: FixedClock
) -> None:
    assert WORDS in repr(personal_data(session, people[0].id))
    assert personal_data(session, people[1].id) == []
    erase(session, people[0].id, clock)
    assert seen(session, group, question, people[1], clock).words == ""
    assert WORDS not in question.proposal.document


ATTACKS = {
    "UPDATE proposal_question SET words = 'Shall we pay Priya?'": "proposal_question_words",
    "UPDATE proposal_question SET asked_in = proposal_id": "proposal_question_words",
    "DELETE FROM proposal_question": "proposal_question_no_delete",
}


@pytest.mark.parametrize(("attack", "trigger"), ATTACKS.items(), ids=list(ATTACKS))
def test_what_was_asked_stays_as_it_was_asked(
    session: Session, question: Question, attack: str, trigger: str
) -> None:
    nested = session.begin_nested()
    with pytest.raises(DBAPIError, match="never"):
        session.execute(text(attack))
    nested.rollback()
    sqlite = session.get_bind().dialect.name == "sqlite"
    on = "" if sqlite else " ON proposal_question"
    session.execute(text(f"DROP TRIGGER {trigger}{on}"))
    session.execute(text(attack))
