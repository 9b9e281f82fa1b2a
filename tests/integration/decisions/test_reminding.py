"""Reminders before the end, once, in each one's own way, and never with a sum (pooling P24)."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from microcare.commissioning.services import give_more_time, remind_about_plans
from microcare.decisions.models import Reminded, ReminderChoice
from microcare.decisions.notices import reminder, reminder_through
from microcare.decisions.policies import closes_at
from microcare.decisions.queries import personal_data
from microcare.decisions.services import choose_reminders, erase
from microcare.decisions.values import REMIND_BEFORE, Answer, ReminderFormat
from microcare.groups.services import ask_group, leave_group, remind_about_questions
from microcare.kernel.clock import FixedClock
from microcare.outbox.models import OutboxMessage
from microcare.people import services as people
from microcare.people.models import Authority, Person
from microcare.people.values import Act, AuthorityType, Invitation
from tests.factories.groups import Story, make_group, make_story, say
from tests.factories.people import make_person

BASE = "https://example.org"


def owed(session: Session) -> list[OutboxMessage]:
    rows = select(OutboxMessage).where(OutboxMessage.kind.like("decisions.%"))
    return list(session.scalars(rows))


def helped_by(session: Session, person: Person, clock: FixedClock) -> Authority:
    supporter = make_person(session, name="Sue Porter")
    asked = Invitation(
        "Sue", supporter.email, AuthorityType.TRUSTED_SUPPORTER, frozenset({Act.SEE}), None
    )
    authority = people.ask_to_support(session, person, asked, clock=clock)
    authority.supporter_id, authority.accepted_at = supporter.id, clock.now()
    session.flush()
    session.refresh(authority)
    return authority


@pytest.fixture
def story(session: Session, clock: FixedClock) -> Story:
    return make_story(session, clock)


def near_the_end(story: Story, clock: FixedClock) -> None:
    assert story.proposal is not None
    clock.at = closes_at(story.proposal) - REMIND_BEFORE


def test_whoever_has_not_answered_is_reminded_once(
    session: Session, story: Story, clock: FixedClock
) -> None:
    say(session, story, 0, Answer.YES, clock)
    near_the_end(story, clock)
    clock.move(timedelta(seconds=-1))
    assert remind_about_plans(session, clock=clock) == 0
    clock.move(timedelta(seconds=1))
    assert remind_about_plans(session, clock=clock) == 2
    assert remind_about_plans(session, clock=clock) == 0
    told = {m.payload["person_id"] for m in owed(session)}
    assert told == {str(story.people[n].id) for n in (1, 2)}


def test_a_late_job_reminds_late_and_after_the_end_not_at_all(
    session: Session, story: Story, clock: FixedClock
) -> None:
    assert story.proposal is not None
    clock.at = closes_at(story.proposal)
    assert remind_about_plans(session, clock=clock) == 0
    clock.move(timedelta(seconds=-1))
    assert remind_about_plans(session, clock=clock) == 3


def test_a_new_closing_time_is_reminded_of_again(
    session: Session, story: Story, clock: FixedClock
) -> None:
    near_the_end(story, clock)
    assert remind_about_plans(session, clock=clock) == 3
    assert story.agreement is not None
    give_more_time(session, story.agreement, person_id=story.people[1].id, clock=clock)
    session.expire_all()
    assert remind_about_plans(session, clock=clock) == 0
    near_the_end(story, clock)
    assert remind_about_plans(session, clock=clock) == 3


def test_who_stands_aside_is_not_reminded(
    session: Session, story: Story, clock: FixedClock
) -> None:
    say(session, story, 1, Answer.ASIDE, clock)
    near_the_end(story, clock)
    assert remind_about_plans(session, clock=clock) == 2


def letter(app: Flask, session: Session, message: OutboxMessage) -> Any:
    make = {"decisions.reminder": reminder, "decisions.reminder_through": reminder_through}
    with app.test_request_context():
        return make[message.kind](session, dict(message.payload), BASE)


def test_each_in_their_own_way(
    app: Flask, session: Session, story: Story, clock: FixedClock
) -> None:
    authority = helped_by(session, story.people[2], clock)
    choose_reminders(session, story.people[1].id, ReminderFormat.PRINT)
    choose_reminders(session, story.people[2].id, ReminderFormat.SUPPORTER)
    near_the_end(story, clock)
    remind_about_plans(session, clock=clock)
    made = {m.payload["person_id"]: letter(app, session, m) for m in owed(session)}
    by_mail, to_print, through = (made[str(p.id)] for p in story.people)
    plan = f"{BASE}/groups/{story.group.id}/plan"
    assert (by_mail.to, by_mail.button.url) == (story.people[0].email, plan)
    assert (to_print.to, to_print.button.url) == (story.people[1].email, f"{plan}/letter")
    assert authority.supporter is not None
    assert through.to == authority.supporter.email
    told = " ".join(str(line) for line in (*through.lines, *through.after, through.subject))
    assert "Tomasz" in told
    for secret in ("£", "216", str(story.group.id), story.group.name, "Kitchen", "Tea"):
        assert secret not in told + through.button.url


def test_with_nobody_to_help_the_letter_comes_to_oneself(
    session: Session, story: Story, clock: FixedClock
) -> None:
    authority = helped_by(session, story.people[2], clock)
    people.stop_support(session, authority, clock=clock)
    choose_reminders(session, story.people[2].id, ReminderFormat.SUPPORTER)
    near_the_end(story, clock)
    remind_about_plans(session, clock=clock)
    assert {m.kind for m in owed(session)} == {"decisions.reminder"}


def test_what_changed_before_it_is_sent_counts(
    app: Flask, session: Session, story: Story, clock: FixedClock
) -> None:
    authority = helped_by(session, story.people[2], clock)
    choose_reminders(session, story.people[2].id, ReminderFormat.SUPPORTER)
    near_the_end(story, clock)
    remind_about_plans(session, clock=clock)
    say(session, story, 0, Answer.YES, clock)
    people.stop_support(session, authority, clock=clock)
    sent = [m for m in owed(session) if letter(app, session, m) is not None]
    assert {m.payload["person_id"] for m in sent} == {str(story.people[1].id)}
    clock.move(REMIND_BEFORE)
    assert [m for m in owed(session) if letter(app, session, m)] == []


def test_a_question_too_for_those_who_are_there(session: Session, clock: FixedClock) -> None:
    members = [make_person(session, name=name) for name in ("Amara", "Gwen", "Tomasz")]
    group = make_group(session, members, clock)
    told = {"words": "Shall we meet?", "days": 7, "person_id": members[0].id}
    ask_group(session, group, **told, clock=clock)
    leave_group(session, group, person_id=members[2].id, clock=clock)
    clock.move(timedelta(days=5))
    assert remind_about_questions(session, clock=clock) == 2
    assert remind_about_questions(session, clock=clock) == 0
    assert remind_about_plans(session, clock=clock) == 0


def test_it_is_theirs_to_see_and_goes_with_the_account(
    session: Session, story: Story, clock: FixedClock
) -> None:
    me = story.people[1].id
    choose_reminders(session, me, ReminderFormat.PRINT)
    choose_reminders(session, me, ReminderFormat.EMAIL)
    near_the_end(story, clock)
    remind_about_plans(session, clock=clock)
    assert "reminders" in {section.name for section in personal_data(session, me)}
    erase(session, me, clock)
    for table in (Reminded, ReminderChoice):
        assert session.scalars(select(table).where(table.person_id == me)).all() == []
