"""A page is given to its owner by a link that works once, for three weeks, and then for nobody."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from microcare.catalyst.models import Handover
from microcare.catalyst.queries import handover_by_token, open_handovers
from microcare.catalyst.services import forget_old_handovers, offer_listing, take_up_listing
from microcare.catalyst.values import HANDOVER_LASTS, HandoverIsOver, HasKeeper
from microcare.directory.models import Listing
from microcare.directory.queries import keeper_ids
from microcare.kernel.clock import FixedClock
from microcare.people.models import Person
from tests.factories.catalyst import make_idea
from tests.factories.directory import make_catalyst, make_patch, make_public_listing, whole
from tests.factories.outbox import rows
from tests.factories.people import make_person

Offer = tuple[Listing, Person, Handover]


@pytest.fixture
def offered(session: Session, clock: FixedClock) -> Offer:
    """An idea that was offered to joan@example.org."""
    patch = make_patch(session)
    dawn = make_catalyst(session, patch)
    idea = make_idea(session, patch, dawn)
    return idea, dawn, _offer(session, idea, dawn, clock)


def _offer(session: Session, idea: Listing, by: Person, clock: FixedClock) -> Handover:
    offer_listing(session, idea, email="joan@example.org", by=by, clock=clock)
    session.flush()
    token = rows(session)[-1].payload["token"]
    handover = handover_by_token(session, token)
    assert handover is not None
    return handover


def test_whoever_takes_it_up_keeps_it_and_the_address_goes(
    session: Session, clock: FixedClock, offered: Offer
) -> None:
    idea, _dawn, handover = offered
    joan = make_person(session, name="Joan Hill")
    take_up_listing(session, handover, by=joan, clock=clock)
    session.flush()
    assert keeper_ids(session, idea.id) == [joan.id]
    assert (handover.email, handover.taken_by_id) == (None, joan.id)


def test_a_link_that_was_used_is_over(session: Session, clock: FixedClock, offered: Offer) -> None:
    idea, _dawn, handover = offered
    joan, other = make_person(session), make_person(session)
    take_up_listing(session, handover, by=joan, clock=clock)
    session.flush()
    with pytest.raises(HandoverIsOver):
        take_up_listing(session, handover, by=other, clock=clock)
    assert keeper_ids(session, idea.id) == [joan.id]


@pytest.mark.parametrize("late", [timedelta(0), timedelta(days=1)])
def test_a_link_that_is_too_old_is_over(
    session: Session, clock: FixedClock, offered: Offer, late: timedelta
) -> None:
    idea, _dawn, handover = offered
    clock.move(HANDOVER_LASTS + late)
    with pytest.raises(HandoverIsOver):
        take_up_listing(session, handover, by=make_person(session), clock=clock)
    assert keeper_ids(session, idea.id) == []
    assert open_handovers(session, idea.id, now=clock.now()) == []


def test_it_works_until_the_last_moment(
    session: Session, clock: FixedClock, offered: Offer
) -> None:
    idea, _dawn, handover = offered
    clock.move(HANDOVER_LASTS - timedelta(seconds=1))
    take_up_listing(session, handover, by=make_person(session), clock=clock)
    session.flush()
    assert len(keeper_ids(session, idea.id)) == 1


def test_a_new_link_stops_the_old_one(session: Session, clock: FixedClock, offered: Offer) -> None:
    idea, dawn, first = offered
    clock.move(timedelta(minutes=1))
    second = _offer(session, idea, dawn, clock)
    session.refresh(first)
    assert first.email is None
    with pytest.raises(HandoverIsOver):
        take_up_listing(session, first, by=make_person(session), clock=clock)
    take_up_listing(session, second, by=make_person(session), clock=clock)


def test_what_somebody_keeps_is_neither_offered_nor_taken(
    session: Session, clock: FixedClock, offered: Offer
) -> None:
    idea, dawn, handover = offered
    kept = whole(session, make_public_listing(session, catalyst=dawn).id)
    with pytest.raises(HasKeeper):
        offer_listing(session, kept, email="joan@example.org", by=dawn, clock=clock)
    # A link that was still on its way when somebody else became its keeper.
    handover.listing_id = kept.id
    session.flush()
    with pytest.raises(HasKeeper):
        take_up_listing(session, handover, by=make_person(session), clock=clock)
    assert keeper_ids(session, idea.id) == []


def test_addresses_are_forgotten_when_their_link_is_over(
    session: Session, clock: FixedClock, offered: Offer
) -> None:
    assert forget_old_handovers(session, clock=clock) == 0
    clock.move(HANDOVER_LASTS)
    assert forget_old_handovers(session, clock=clock) == 1
    assert session.scalars(select(Handover.email)).all() == [None]
    assert forget_old_handovers(session, clock=clock) == 0
