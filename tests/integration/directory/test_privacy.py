"""Where somebody lives is in no public byte, and a move within the sector changes none."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from microcare.directory import services
from microcare.directory.models import ListingVersion, Location, PrivatePlace
from microcare.directory.queries import public_listing, public_listings
from microcare.directory.values import Edit, Reach, Where, to_json
from microcare.index.models import IndexDocument
from microcare.kernel.clock import FixedClock
from tests.factories.directory import (
    FakeGazetteer,
    keeper_of,
    make_patch,
    make_public_listing,
    make_sent,
    whole,
)


@contextmanager
def statements(session: Session) -> Iterator[list[str]]:
    """The SQL that the block sends."""
    seen: list[str] = []

    def note(*args: Any) -> None:
        seen.append(str(args[2]))

    connection = session.connection()
    event.listen(connection, "before_cursor_execute", note)
    yield seen
    event.remove(connection, "before_cursor_execute", note)


HOMES = ("TA1 4AB", "TA1 4XZ")


def _public_bytes(session: Session) -> Any:
    session.flush()
    versions = session.scalars(select(ListingVersion).order_by(ListingVersion.number))
    documents = session.execute(select(IndexDocument.__table__)).mappings().all()
    return (
        [version.document for version in versions],
        [dict(row) for row in documents],
        [to_json(listing) for listing in public_listings(session)],
    )


@pytest.mark.parametrize("reach", [Reach.VISITS, Reach.HOME])
def test_a_home_that_moves_within_its_sector_changes_not_one_public_byte(
    session: Session, clock: FixedClock, reach: Reach
) -> None:
    gazetteer = FakeGazetteer()
    shown = make_public_listing(
        session, postcode=HOMES[0], reach=reach, gazetteer=gazetteer,
        **({"served": None} if reach == Reach.HOME else {}),
    )  # fmt: skip
    before = _public_bytes(session)
    listing = whole(session, shown.id)
    services.place_listing(
        session,
        listing,
        Where(reach, HOMES[1]),
        gazetteer=gazetteer,
        by=keeper_of(session, listing),
        clock=clock,
    )
    assert session.get_one(PrivatePlace, shown.id).postcode == HOMES[1]
    assert listing.edit == Edit.NONE
    assert _public_bytes(session) == before


def test_a_home_that_moves_to_another_sector_waits_for_a_catalyst(
    session: Session, clock: FixedClock
) -> None:
    gazetteer = FakeGazetteer()
    shown = make_public_listing(session, gazetteer=gazetteer)
    before = _public_bytes(session)
    listing = whole(session, shown.id)
    services.place_listing(
        session,
        listing,
        Where(Reach.VISITS, "TA6 5BT"),
        gazetteer=gazetteer,
        by=keeper_of(session, listing),
        clock=clock,
    )
    assert listing.edit == Edit.DRAFT
    assert _public_bytes(session) == before


def test_no_public_byte_holds_the_home_s_postcode(session: Session) -> None:
    make_public_listing(session, postcode="TA1 4AB", gazetteer=FakeGazetteer())
    text = repr(_public_bytes(session)).upper()
    assert "TA1 4AB" not in text
    assert "TA14AB" not in text
    assert "TA1 4" in text


def test_a_venue_shows_its_own_postcode(session: Session) -> None:
    shown = make_public_listing(session, reach=Reach.VENUE, gazetteer=FakeGazetteer())
    assert shown.place.address is not None
    assert shown.place.address.postcode == "TA1 4AB"
    assert session.get(PrivatePlace, shown.id) is None


def test_a_venue_that_becomes_a_home_takes_its_address_off(
    session: Session, clock: FixedClock
) -> None:
    make_patch(session)
    listing = make_sent(session, reach=Reach.VENUE)
    keeper = keeper_of(session, listing)
    services.take_back_listing(session, listing, by=keeper, clock=clock)
    where = Where(Reach.HOME, "TA1 4AB")
    gazetteer = FakeGazetteer()
    services.place_listing(session, listing, where, gazetteer=gazetteer, by=keeper, clock=clock)
    session.flush()
    location = session.get_one(Location, listing.id)
    assert (location.postcode, location.line_1, location.city) == (None, None, None)


def test_the_database_itself_refuses_a_home_with_an_address(session: Session) -> None:
    listing = make_sent(session)
    location = session.get_one(Location, listing.id)
    location.postcode = "TA1 4AB"
    with pytest.raises(IntegrityError, match="no_home_is_shown"):
        session.flush()
    session.rollback()


def test_no_public_query_touches_the_private_table(session: Session) -> None:
    shown = make_public_listing(session)
    with statements(session) as seen:
        public_listing(session, shown.slug)
        list(public_listings(session))
    assert seen
    assert not [sql for sql in seen if "private_place" in sql or " location" in sql]


def test_reading_many_takes_as_many_queries_as_reading_few(session: Session) -> None:
    make_public_listing(session, "One")
    with statements(session) as few:
        list(public_listings(session))
    for number in range(4):
        make_public_listing(session, f"More {number}")
    with statements(session) as many:
        assert len(list(public_listings(session))) == 5
    assert len(few) == len(many)
