"""A person who leaves takes their name with them, and no page is left that nobody answers for."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from microcare.directory.models import (
    ListingEvent,
    ListingKeeper,
    ListingQuestion,
    PrivatePlace,
)
from microcare.directory.queries import personal_data, public_listing
from microcare.directory.services import ask_question, erase
from microcare.directory.services.erase import PAGE_GONE
from microcare.directory.values import Asked, State
from microcare.index.queries import count
from microcare.index.values import Query
from microcare.kernel.clock import FixedClock
from tests.factories.directory import keeper_of, make_draft, make_public_listing, whole
from tests.factories.people import make_person


def test_a_page_only_they_looked_after_is_closed_without_their_name(
    session: Session, clock: FixedClock
) -> None:
    listing = make_public_listing(session)
    keeper = keeper_of(session, listing)
    section = personal_data(session, keeper.id)[0]
    assert section.entries[0]["Page"] == listing.name
    assert public_listing(session, listing.slug) is not None
    erase(session, keeper.id, clock)
    session.flush()
    session.expire_all()
    left = whole(session, listing.id)
    assert (left.state, left.contacts, left.phones) == (State.CLOSED, [], [])
    assert session.scalar(select(func.count()).select_from(PrivatePlace)) == 0
    assert count(session, Query()) == 0
    assert public_listing(session, listing.slug) is None
    names = set(session.scalars(select(ListingEvent.by_name)))
    assert keeper.name not in names
    # What was done stays on record, under a random number.
    assert [section.name for section in personal_data(session, keeper.id)] == ["history"]


def test_a_page_that_somebody_else_looks_after_too_goes_on(
    session: Session, clock: FixedClock
) -> None:
    listing = make_public_listing(session)
    keeper, other = keeper_of(session, listing), make_person(session)
    session.add(ListingKeeper(listing_id=listing.id, person_id=other.id, since=clock.now()))
    session.flush()
    erase(session, keeper.id, clock)
    session.flush()
    session.expire_all()
    assert whole(session, listing.id).state == State.PUBLIC
    assert [k.person_id for k in whole(session, listing.id).keepers] == [other.id]


def test_whoever_runs_a_page_that_goes_stays_for_another_who_needs_them(
    session: Session, clock: FixedClock
) -> None:
    other = make_draft(session, "Garden Table")
    keeper, stays = make_person(session), keeper_of(session, other)
    draft = make_draft(session, "Kitchen Table", keeper=keeper)
    draft.organization = other.organization
    other.organization.description = "We cook and we dig."
    session.flush()
    told = (other.organization.name, other.organization.description)
    erase(session, keeper.id, clock)
    session.flush()
    assert (draft.name, other.name) == (PAGE_GONE, "Garden Table")
    assert (other.organization.name, other.organization.description) == told
    erase(session, stays.id, clock)
    assert (other.organization.name, other.organization.description) == (PAGE_GONE, "")


def test_questions_stay_without_who_asked(session: Session, clock: FixedClock) -> None:
    listing, ros = make_public_listing(session), make_person(session, name="Ros Hill")
    asked = Asked(name="Ros Hill", email="ros@example.org", words="Is there room?")
    ask_question(session, listing.id, asked, by=ros, clock=clock)
    session.flush()
    assert personal_data(session, ros.id)[0].entries[0]["Your words"] == "Is there room?"
    erase(session, ros.id, clock)
    session.expire_all()
    question = session.scalars(select(ListingQuestion)).one()
    assert (question.words, question.asker_email, question.asker_id) == (
        "Is there room?",
        None,
        None,
    )
    assert "Ros" not in question.asker_name
