"""A co-operative of users and workers: what is asked goes by class, and money by users alone."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from microcare.commissioning.queries import group_view
from microcare.commissioning.services import choose_offer
from microcare.commissioning.values import NotYourMoney
from microcare.decisions.models import Question
from microcare.decisions.services import open_proposal
from microcare.decisions.values import Answer, OneAtATime, Outcome, Rules
from microcare.decisions.values.classes import OnlyInvestors, Weights
from microcare.groups.models import Group
from microcare.groups.queries import group_by_id
from microcare.groups.queries.asking import question_view
from microcare.groups.services import (
    add_member,
    answer_question,
    ask_group,
    ask_to_be_coop,
    say_stake,
    start_group,
)
from microcare.groups.services.asking import end_question
from microcare.groups.values.coops import NoCoopYet, NotWhileDeciding, Stake
from microcare.kernel.clock import FixedClock
from microcare.people.models import Person
from microcare.spending.policies import sees_bill
from tests.factories.groups import everyone_says_yes, look_again, make_story
from tests.factories.people import make_person
from tests.factories.spending import make_bill, make_promised, shared, take_place

U, S, W, INV = Stake.USES, Stake.SPEAKS, Stake.WORKS, Stake.INVESTS
YES, NO = Answer.YES, Answer.NO


def fresh(session: Session, group: Group) -> Group:
    session.flush()
    session.expire_all()
    found = group_by_id(session, group.id)
    assert found is not None
    return found


def make_coop(
    session: Session, clock: FixedClock, *stakes: Stake, weights: Weights | None = None
) -> tuple[Group, list[Person]]:
    """A co-operative that the first began alone; then the others came, and each said why."""
    people = [make_person(session, name=f"P{n} Member") for n in range(len(stakes))]
    group = start_group(session, name="Together", person=people[0], clock=clock)
    session.flush()
    ask_to_be_coop(
        session,
        group,
        weights=weights or Weights(),
        words="",
        days=3,
        person_id=people[0].id,
        clock=clock,
    )
    for person in people[1:]:
        add_member(session, fresh(session, group), person, clock=clock)
    for person, stake in zip(people, stakes, strict=True):
        say_stake(session, fresh(session, group), stake, person_id=person.id, clock=clock)
    return fresh(session, group), people


def ask(session: Session, group: Group, by: Person, clock: FixedClock) -> Question:
    return ask_group(session, group, words="Shall we?", days=3, person_id=by.id, clock=clock)


def answers(
    session: Session,
    group: Group,
    question: Question,
    people: list[Person],
    said: str,
    clock: FixedClock,
) -> None:
    """One letter a person: y, n, or a dash for who says nothing."""
    for person, letter in zip(people, said, strict=True):
        if letter in "yn":
            answer = YES if letter == "y" else NO
            answer_question(
                session, group, question, person_id=person.id, answer=answer, clock=clock
            )
    clock.move(timedelta(days=5))
    end_question(session, question.proposal_id, clock=clock)
    session.flush()


CASES = [
    # Four users outvote one worker by heads, and do not by classes.
    ((U, U, U, S, W), "yyyyn", Outcome.REFUSED),
    ((U, U, U, S, W), "yyyyy", Outcome.PASSED),
    ((U, U, U, S, W), "yynny", Outcome.PASSED),
    ((U, W, W, W), "nyyy", Outcome.REFUSED),
    # Investors tip what is even between the two, and no more than that.
    ((U, W, INV, INV), "ynyy", Outcome.PASSED),
    ((U, U, W, W, INV, INV, INV, INV), "ynnnyyyy", Outcome.REFUSED),
    # A class that is silent adds nothing to the others.
    ((U, U, U, W), "yyy-", Outcome.REFUSED),
    ((U, U, U), "yyn", Outcome.PASSED),
    ((U, U, U, W), "y---", Outcome.EXPIRED),
]


@pytest.mark.parametrize(("stakes", "said", "outcome"), CASES)
def test_what_is_asked_goes_by_class(
    session: Session, clock: FixedClock, stakes: tuple[Stake, ...], said: str, outcome: Outcome
) -> None:
    """The trigger works it out anew: an outcome that the classes do not give is not written."""
    group, people = make_coop(session, clock, *stakes)
    question = ask(session, group, people[0], clock)
    answers(session, group, question, people, said, clock)
    assert question.proposal.outcome == outcome


def test_the_database_writes_no_outcome_that_the_classes_do_not_give(
    session: Session, clock: FixedClock
) -> None:
    group, people = make_coop(session, clock, U, U, U, W, W)
    question = ask(session, group, people[0], clock)
    for person, answer in zip(people[:4], (YES, YES, YES, NO), strict=True):
        answer_question(session, group, question, person_id=person.id, answer=answer, clock=clock)
    session.flush()
    attacks = {
        "UPDATE proposal SET outcome = 'passed', ended_at = opened_at"
        " WHERE method = 'majority'": "not everyone agrees",
        "UPDATE proposal_weight SET percent = 90 WHERE voice = 'users'": "never changed",
        "DELETE FROM proposal_weight": "never deleted",
        "UPDATE proposal_voice SET voice = 'users'": "never changed",
        "DELETE FROM proposal_voice": "never deleted",
        "INSERT INTO proposal_weight (proposal_id, voice, percent)"
        " SELECT id, 'investors', 10 FROM proposal": "too late",
        "UPDATE coop SET users_percent = 80, workers_percent = 10": "not agreed by all",
        "UPDATE coop SET users_percent = 44, investors_percent = 11": "investors_at_most|agreed",
    }
    for attack, words in attacks.items():
        trial = session.begin_nested()
        with pytest.raises(DBAPIError, match=words):
            session.execute(text(attack))
        trial.rollback()
    session.execute(
        text(
            "UPDATE proposal SET outcome = 'refused', ended_at = opened_at"
            " WHERE method = 'majority'"
        )
    )


def test_investors_have_ten_at_most_in_the_database_too(
    session: Session, clock: FixedClock
) -> None:
    start_group(session, name="Alone", person=make_person(session), clock=clock)
    session.flush()
    attack = (
        "INSERT INTO coop (group_id, since, users_percent, workers_percent, investors_percent)"
        " SELECT id, created_at, 44, 45, 11 FROM care_group"
    )
    with pytest.raises(DBAPIError, match="investors_at_most"), session.begin_nested():
        session.execute(text(attack))


def test_nobody_makes_it_one_past_the_others_or_gives_a_voice_late(
    session: Session, clock: FixedClock
) -> None:
    group = start_group(session, name="Two", person=make_person(session), clock=clock)
    other = make_person(session)
    add_member(session, fresh(session, group), other, clock=clock)
    question = ask(session, fresh(session, group), other, clock)
    answer_question(session, group, question, person_id=other.id, answer=YES, clock=clock)
    session.flush()
    attacks = {
        "INSERT INTO coop (group_id, since, users_percent, workers_percent, investors_percent)"
        " SELECT id, created_at, 45, 45, 10 FROM care_group": "not agreed by all",
        "INSERT INTO proposal_voice (proposal_id, person_id, voice)"
        " SELECT proposal_id, person_id, 'users' FROM proposal_elector": "too late",
    }
    for attack, words in attacks.items():
        with pytest.raises(DBAPIError, match=words), session.begin_nested():
            session.execute(text(attack))


def test_a_group_becomes_one_when_most_say_yes(session: Session, clock: FixedClock) -> None:
    people = [make_person(session, name=f"P{n} Member") for n in range(3)]
    group = start_group(session, name="Together", person=people[0], clock=clock)
    for person in people[1:]:
        add_member(session, fresh(session, group), person, clock=clock)
    with pytest.raises(NoCoopYet):
        say_stake(session, fresh(session, group), W, person_id=people[0].id, clock=clock)
    for said, weights in (("nny", None), ("yyn", Weights(54, 36, 10))):
        question = ask_to_be_coop(
            session,
            fresh(session, group),
            weights=Weights(54, 36, 10),
            words="Shall we be one?",
            days=3,
            person_id=people[0].id,
            clock=clock,
        )
        assert question is not None
        answers(session, fresh(session, group), question, people, said, clock)
        coop = fresh(session, group).coop
        assert (coop.weights if coop else None) == weights


def test_the_rules_are_those_it_opened_with(session: Session, clock: FixedClock) -> None:
    """P21: whoever changes class meanwhile has the voice that they had."""
    group, people = make_coop(session, clock, U, U, W)
    question = ask(session, group, people[0], clock)
    assert json.loads(question.proposal.document)["terms"]["classes"] == {
        "users": 50,
        "workers": 50,
    }
    say_stake(session, group, W, person_id=people[1].id, clock=clock)
    answers(session, fresh(session, group), question, people, "yny", clock)
    # Half of the users' 50 and all of the workers' 50.
    assert question.proposal.outcome == Outcome.PASSED
    assert {v.voice for v in question.proposal.voices if v.person_id == people[1].id} == {"users"}


def test_numbers_are_told_where_they_are_no_names(session: Session, clock: FixedClock) -> None:
    told = {}
    for stakes in ((U, U, U, W, W, W), (U, U, U, W)):
        group, people = make_coop(session, clock, *stakes)
        question = ask(session, group, people[0], clock)
        before = question_view(
            session, group, question.proposal_id, me=people[0].id, now=clock.now()
        )
        assert before is not None
        assert before.tallies == ()
        said = "yyn" + "y" * (len(stakes) - 3)
        answers(session, group, question, people, said, clock)
        view = question_view(session, group, question.proposal_id, me=people[0].id, now=clock.now())
        assert view is not None
        told[len(stakes)] = [(one.yes, one.said, one.shown) for one in view.tallies]
    assert told == {6: [(2, 3, "33 1/3"), (3, 3, "50")], 4: []}


def test_investors_alone_ask_nothing(session: Session, clock: FixedClock) -> None:
    group, people = make_coop(session, clock, INV, INV)
    with pytest.raises(OnlyInvestors):
        ask(session, group, people[0], clock)


def test_money_is_decided_by_users_alone(session: Session, clock: FixedClock) -> None:
    story = make_story(session, clock, chosen=False)
    worker = make_person(session, name="Wyn Worker")
    group = to_coop(session, clock, story.group, worker)
    with pytest.raises(NotYourMoney):
        choose_offer(session, group, story.offer, person_id=worker.id, clock=clock)
    choose_offer(session, group, story.offer, person_id=story.people[0].id, clock=clock)
    look_again(session, story)
    assert story.proposal is not None
    deciding = {e.person_id for e in story.proposal.electors}
    assert deciding == {p.id for p in story.people}
    with pytest.raises(NotWhileDeciding):
        say_stake(session, group, W, person_id=story.people[0].id, clock=clock)
    view = group_view(session, fresh(session, group), me=worker.id, clock=clock)
    assert (view.is_spender, view.offers) == (False, ())
    assert view.plan is not None
    assert (view.plan.mine, view.plan.parts, view.plan.proof) == (None, (), None)
    everyone_says_yes(session, story, clock)
    assert story.proposal.outcome is None, "time to think, as anywhere"


def test_the_database_lets_no_worker_decide_on_money(session: Session, clock: FixedClock) -> None:
    group, people = make_coop(session, clock, U, W)
    shares = {person.id: 100 for person in people}
    with pytest.raises(OneAtATime) as caught:
        open_proposal(
            session,
            subject_id=group.id,
            terms={},
            shares=shares,
            total_pence=200,
            opened_by=people[0].id,
            rules=Rules(closes_at=clock.now() + timedelta(days=3)),
            clock=clock,
        )
    assert "not their money" in str(caught.value.__context__)


def to_coop(session: Session, clock: FixedClock, group: Group, worker: Person) -> Group:
    """The group as a co-operative, with one more who works."""
    add_member(session, fresh(session, group), worker, clock=clock)
    there = fresh(session, group)
    question = ask_to_be_coop(
        session,
        there,
        weights=Weights(),
        words="Shall we be one?",
        days=3,
        person_id=worker.id,
        clock=clock,
    )
    assert question is not None
    for person_id in there.member_ids:
        answer_question(session, there, question, person_id=person_id, answer=YES, clock=clock)
    there = fresh(session, group)
    assert there.coop is not None
    say_stake(session, there, W, person_id=worker.id, clock=clock)
    return fresh(session, group)


def test_who_works_there_sees_no_bill(session: Session, clock: FixedClock) -> None:
    story = make_promised(session, clock)
    worker = make_person(session, name="Wyn Worker")
    to_coop(session, clock, story.group, worker)
    take_place(session, story, clock, 0)
    bill = make_bill(session, story, clock, 0)
    assert not sees_bill(worker, shared(session, bill), on=clock.today())
    assert sees_bill(story.people[0], shared(session, bill), on=clock.today())
