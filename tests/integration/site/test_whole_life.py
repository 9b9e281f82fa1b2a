"""All that is held about somebody who did everything: shown, taken along, and gone when they go."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from microcare.budgets.models import Budget
from microcare.extensions import db
from microcare.kernel.clock import FixedClock
from microcare.ledger.queries import balances_of, differences
from microcare.people.models import Person
from microcare.people.services import delete_account
from microcare.people.values import Section
from tests.factories.life import EMAIL, NAME, NEXT_EMAIL, TRACES, full_life

# What each part must hold, by its name in the download.
HELD: dict[str, list[str]] = {
    "account": [NAME, EMAIL, "Recovery codes left", "You agreed that we keep it"],
    "roles": ["Catalyst", "Far and Wide"],
    "sign_ins": ["Signed out"],
    "links": ["To choose a new password", NEXT_EMAIL],
    "supporters": ["Hazel Xylo", "hazel@example.org", "Odd Other", "Advocate", "May see what is"],
    "writing": ["A xyloletter to all"],
    "seen": ["Whoever runs this site", "Gave you a role"],
    "looked": ["Read the page you look after", "How often"],
    "listings": ["Xylo Hour", "xylophone", "xylotale", "xylocook", "TA1 4AB", "01632 960200"],
    "questions": ["Do you cook for one?"],
    "history": ["sent it to the catalyst", "said yes"],
    "checks": ["How many"],
    "reports": ["How many"],
    "ties": ["Checked Cooks", "client"],
    "budgets": ["Xylo Council", "£256.00"],
    "purposes": ["Play the xylophone"],
    "agreed": ["Xylo Fundwell", "X 12", "A xylofund."],
    "rules": ["5"],
    "accounts": ["£13.57"],
    "outside": ["My xyloworker agreed"],
    "answers": ["A xyloworry"],
    "groups": ["Tuesday Tea", "A xylophone"],
    "promises": ["Song Circle"],
    "asked": ["When"],
    "most": ["Group"],
    "more_time": ["When"],
    "bills": ["Song Circle", "Your part"],
    "cannot_come": ["You said that you cannot come"],
    "receipts": ["A receipt", "You found it on your bank statement", "The file is kept"],
    "short": ["£12.34"],
    "handed_over": ["How many"],
    "wishes": ["How many"],
    "asked_for": ["A place for marimbas", "Zebulon@Quill.Example", "20"],
    "contacts": ["How many"],
    "deeds": ["She put the yes card on the plan", "With a symbol board"],
    "witnessed": ["Xylo Witness", "Omar Else", "With a symbol board"],
    "witness_to": [NAME, EMAIL],
}
# Where a name stays, as docs/data-protection.md says: what was approved, and who saw which paper.
STAYS = {"listing_version", "listing_check"}


@pytest.fixture
def person(session: Session, clock: FixedClock) -> Person:
    """Whoever did everything."""
    return full_life(session, clock)


def held(app: Flask, session: Session, person: Person) -> dict[str, Section]:
    """Every feature's sections, by name."""
    found = app.extensions["microcare.personal_data"]
    sections = [section for held_by in found for section in held_by(session, person.id)]
    assert len({section.name for section in sections}) == len(sections), "a name twice"
    return {section.name: section for section in sections}


def delete(app: Flask, session: Session, person_id: Any, clock: FixedClock) -> None:
    """Deletes the account as its page does."""
    delete_account(session, person_id, erasers=app.extensions["microcare.erasers"], clock=clock)
    session.flush()


def test_every_part_of_a_life_is_shown(app: Flask, session: Session, person: Person) -> None:
    shown = held(app, session, person)
    assert set(shown) == set(HELD)
    for name, wanted in HELD.items():
        words = " ".join(f"{k} {v}" for entry in shown[name].entries for k, v in entry.items())
        for said in wanted:
            assert said in words, f"{name} does not say {said}"


def test_nothing_says_who_it_was_once_they_have_gone(
    app: Flask, session: Session, person: Person, clock: FixedClock
) -> None:
    person_id = person.id
    delete(app, session, person_id, clock)
    connection = session.connection()
    left = {
        f"{table.name}: {trace} in {tuple(row)}"
        for table in db.metadata.sorted_tables
        if table.name not in STAYS
        for row in connection.execute(table.select())
        for trace in TRACES
        if trace in repr(tuple(row)).lower()
    }
    assert not left


def test_a_trace_that_was_left_is_found(session: Session, person: Person) -> None:
    found = {
        table.name
        for table in db.metadata.sorted_tables
        for row in session.connection().execute(table.select())
        if any(trace in repr(tuple(row)).lower() for trace in TRACES)
    }
    told = {"person", "link_token", "authority", "listing", "contact", "listing_question"}
    told |= {
        "kept_writing",
        "listing_report",
        "listing_event",
        "budget",
        "membership",
        "proposal_worry",
        "purpose",
        "funding_agreement",
        "own_purpose",
        "yes_witness",
    }
    assert told | STAYS <= found


def test_while_visits_are_ahead_they_leave_with_the_notice_that_was_agreed(
    app: Flask, session: Session, person: Person, clock: FixedClock
) -> None:
    clock.move(-timedelta(days=30))
    delete(app, session, person.id, clock)
    assert list(differences(session)) == []
    purses = select(Budget.id).where(Budget.person_id == person.id)
    held = balances_of(session, session.scalars(purses).all()).values()
    assert {(money.held, money.refund_due) for money in held} == {(0, 0)}
