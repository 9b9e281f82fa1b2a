"""Somebody has died: nobody acts for them, nothing goes to the group, what took place is paid."""

import os
from datetime import timedelta
from pathlib import Path
from zipfile import ZipFile

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from microcare.budgets.queries import is_frozen
from microcare.extensions import db
from microcare.groups.models import Interest
from microcare.groups.queries import group_by_id
from microcare.kernel.clock import FixedClock
from microcare.ledger.models import Event
from microcare.ledger.queries import differences
from microcare.outbox.models import OutboxMessage
from microcare.people.models import DeathRecord, Person, SignIn
from microcare.people.queries import (
    account_by_id,
    death_of,
    live_helpers,
    people_by_ids,
    person_by_email,
    person_by_id,
    personal_data,
    sign_in_by_token,
)
from microcare.people.services import (
    grant_role,
    open_after_mistake,
    person_with_password,
    send_reset_link,
    send_sign_in_link,
    start_sign_in,
)
from microcare.people.values import (
    AlreadyRecorded,
    NothingRecorded,
    NotOnesOwnDeath,
    WrongSignIn,
)
from microcare.spending.services import close_estate, estate_paid, record_death
from tests.factories import finding
from tests.factories.groups import Story, everyone_says_yes, make_story
from tests.factories.people import PASSWORD, make_authority, make_person
from tests.factories.spending import (
    make_bill,
    make_promised,
    money,
    shared,
    take_place,
    two_confirm,
)

WHY = "Her sister rang, and the council said the same."


@pytest.fixture
def admin(session: Session) -> Person:
    make_person(session, name="Ben Dunn", roles=["admin"])
    return make_person(session, name="Ada Dunn", roles=["admin"])


def dies(session: Session, person: Person, admin: Person, clock: FixedClock) -> None:
    record_death(session, person, basis=WHY, by=admin, clock=clock)
    session.flush()


def test_what_was_to_come_ends_and_what_took_place_is_paid_by_the_estate(
    session: Session, clock: FixedClock, admin: Person
) -> None:
    story = make_promised(session, clock, notice_weeks=8)
    take_place(session, story, clock, 0)
    bill = make_bill(session, story, clock, 0)
    gone = story.people[2]
    before = money(session, story)
    dies(session, gone, admin, clock)
    after = money(session, story)
    assert after[:2] == before[:2], "nobody else's part changes, and nothing goes to them"
    assert (after[2].held, after[2].available) == (1_800, 0)
    assert after[2].returned == after[2].set_aside - 1_800
    group = group_by_id(session, story.group.id)
    assert group is not None
    assert gone.id not in group.member_ids
    assert is_frozen(session, [gone.id], now=clock.now())
    two_confirm(session, story, bill, clock)
    estate_paid(session, gone, shared(session, bill), clock=clock)
    assert money(session, story)[2].spent == 1_800
    record = death_of(session, gone.id)
    assert record is not None
    kinds = session.scalars(select(Event.kind).where(Event.actor == record.id))
    assert sorted(kinds) == ["post", "release", "return"]
    assert list(differences(session)) == []


def test_a_plan_they_decided_on_ends_for_the_others(
    session: Session, clock: FixedClock, admin: Person
) -> None:
    story = make_story(session, clock)
    everyone_says_yes(session, story, clock)
    dies(session, story.people[0], admin, clock)
    assert story.proposal is not None
    session.refresh(story.proposal)
    assert story.proposal.outcome == "withdrawn"
    assert [m.held for m in money(session, story)] == [0, 0, 0]


def test_nobody_signs_in_or_acts_and_no_letter_goes(
    session: Session, clock: FixedClock, admin: Person
) -> None:
    gone = make_person(session, "gone@example.org", password=PASSWORD)
    helper = make_person(session)
    make_authority(session, gone, helper, clock=clock)
    token = start_sign_in(session, gone, clock=clock)
    grant_role(session, gone, role="admin", clock=clock, granted_by=None)
    assert live_helpers(session, gone.id, on=clock.today())
    dies(session, gone, admin, clock)
    found = sign_in_by_token(session, token)
    assert found is None or found.ended_at is not None
    with pytest.raises(WrongSignIn):
        person_with_password(session, email="gone@example.org", password=PASSWORD, clock=clock)
    letters = len(session.scalars(select(OutboxMessage)).all())
    send_sign_in_link(session, email="gone@example.org", way_on="/my", clock=clock)
    send_reset_link(session, email="gone@example.org", clock=clock)
    session.flush()
    assert len(session.scalars(select(OutboxMessage)).all()) == letters
    assert person_by_id(session, gone.id) is None
    assert person_by_email(session, "gone@example.org") is None
    assert account_by_id(session, gone.id) is gone
    assert live_helpers(session, gone.id, on=clock.today()) == []
    assert not gone.is_admin


def test_whoever_looks_for_others_does_not_find_them(
    session: Session, clock: FixedClock, admin: Person
) -> None:
    gone = make_person(session)
    finding.make_interest(session, gone, clock)
    dies(session, gone, admin, clock)
    assert session.scalars(select(Interest).where(Interest.person_id == gone.id)).all() == []


def test_a_mistake_opens_the_account_and_promises_nothing(
    session: Session, clock: FixedClock, admin: Person
) -> None:
    story = make_promised(session, clock)
    person = story.people[0]
    helper = make_person(session)
    make_authority(session, person, helper, clock=clock)
    dies(session, person, admin, clock)
    clock.move(timedelta(hours=1))
    open_after_mistake(session, person, by=admin, clock=clock)
    session.flush()
    assert person_by_id(session, person.id) is person
    assert live_helpers(session, person.id, on=clock.today())
    start_sign_in(session, person, clock=clock)
    session.flush()
    assert money(session, story)[0].held == 0
    assert is_frozen(session, [person.id], now=clock.now())
    [section] = [s for s in personal_data(session, person.id) if s.name == "deaths"]
    assert WHY in str(section.entries)
    with pytest.raises(NothingRecorded):
        open_after_mistake(session, person, by=admin, clock=clock)
    # And it may turn out to be true later.
    dies(session, person, admin, clock)


def test_who_records_it_and_once(session: Session, clock: FixedClock, admin: Person) -> None:
    with pytest.raises(NotOnesOwnDeath):
        dies(session, admin, admin, clock)
    person = make_person(session)
    dies(session, person, admin, clock)
    with pytest.raises(AlreadyRecorded):
        dies(session, person, admin, clock)


def test_once_all_is_settled_the_account_goes(
    session: Session, clock: FixedClock, admin: Person, app: Flask
) -> None:
    story = make_promised(session, clock)
    take_place(session, story, clock, 0)
    gone = story.people[0]
    erasers = app.extensions["microcare.erasers"]
    with pytest.raises(NothingRecorded):
        close_estate(session, gone, erasers=erasers, clock=clock)
    dies(session, gone, admin, clock)
    close_estate(session, gone, erasers=erasers, clock=clock)
    session.flush()
    assert money(session, story)[0].held == 0
    assert people_by_ids(session, [gone.id])[gone.id].deleted_at is not None
    assert [row.basis for row in session.scalars(select(DeathRecord))] == [""]


@pytest.mark.parametrize(
    ("changed", "guard"),
    [
        ("UPDATE person SET died_at = created_at", "person_died_recorded"),
        ("UPDATE person SET died_at = NULL", "person_died_recorded"),
        ("DELETE FROM death_record", "death_record"),
        ("UPDATE death_record SET basis = 'Another'", "death_record_rules"),
    ],
)
def test_the_database_keeps_the_record(
    session: Session, clock: FixedClock, admin: Person, changed: str, guard: str
) -> None:
    dies(session, make_person(session), admin, clock)
    with pytest.raises(DBAPIError, match=guard), session.begin_nested():
        session.execute(text(changed))


def test_the_database_signs_nobody_in(session: Session, clock: FixedClock, admin: Person) -> None:
    gone = make_person(session)
    dies(session, gone, admin, clock)
    with pytest.raises(DBAPIError, match="sign_in_living"), session.begin_nested():
        start_sign_in(session, gone, clock=clock)
        session.flush()
    assert session.scalars(select(SignIn).where(SignIn.ended_at.is_(None))).all() == []


@pytest.fixture
def story(committed_app: Flask, clock: FixedClock) -> Story:
    committed_app.extensions["microcare.clock"] = clock
    session = db.session()
    story = make_promised(session, clock)
    take_place(session, story, clock, 0)
    session.commit()
    return story


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_the_statements_go_into_a_file_and_no_sum_is_shown(
    committed_app: Flask, story: Story, clock: FixedClock, tmp_path: Path
) -> None:
    run = committed_app.test_cli_runner().invoke
    who, target = str(story.people[0].id), tmp_path / "statements.zip"
    told = ["spending", "estate-statements", who, str(target)]
    refused = run(args=told)
    assert refused.exit_code == 1
    assert "not recorded" in refused.output
    session = db.session()
    admin = make_person(session, roles=["admin"])
    person = session.get_one(Person, story.people[0].id)
    record_death(session, person, basis=WHY, by=admin, clock=clock)
    session.commit()
    done = run(args=told)
    assert done.output == "Written: 1 statements.\n"
    assert os.stat(target).st_mode & 0o077 == 0
    with ZipFile(target) as zipped:
        [name] = zipped.namelist()
        assert b"18.00" in zipped.read(name)
        assert b"Amara" in zipped.read(name)
    again = run(args=told)
    assert again.exit_code == 1
    assert "Nothing was written" in again.output
    wrong = run(args=["spending", "estate-paid", who, who])
    assert "There is no bill" in wrong.output
    assert run(args=["spending", "estate-close", who]).exit_code == 0
    assert run(args=["spending", "estate-close", who]).exit_code == 1
