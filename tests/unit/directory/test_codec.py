"""A public document survives being written down and read again, whatever is in it."""

import json
import uuid
from datetime import UTC, date, datetime, time
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from microcare.directory.values import (
    Access,
    Address,
    CheckKind,
    Day,
    HelpTerm,
    Kind,
    Met,
    Pay,
    Per,
    PublicCheck,
    PublicListing,
    PublicOwnership,
    PublicPatch,
    PublicPlace,
    PublicPrice,
    PublicStory,
    PublicTime,
    Reach,
    from_json,
    to_json,
)
from microcare.places.values import Point, Precision

TEXT = st.text(max_size=20)


@st.composite
def documents(draw: Any) -> PublicListing:
    """Any public document."""
    return PublicListing(
        id=uuid.UUID(int=draw(st.integers(1, 99))),
        organization_id=uuid.UUID(int=2),
        version_id=uuid.UUID(int=3),
        number=draw(st.integers(1, 50)),
        slug="x",
        name=draw(TEXT),
        kind=draw(st.sampled_from(Kind)),
        summary=draw(TEXT),
        description=draw(TEXT),
        place=PublicPlace(
            draw(st.sampled_from(Reach)),
            Point(draw(st.floats(49, 61)), draw(st.floats(-9, 3))),
            draw(TEXT),
            draw(st.sampled_from(Precision)),
            draw(st.none() | st.integers(1, 9999)),
            draw(st.none() | st.just(Address("1 High Street", "Taunton", "Somerset", "TA1 4AB"))),
        ),
        patch=PublicPatch(uuid.UUID(int=4), "", "", "", "", "", ""),
        ownership=PublicOwnership("", 10, draw(st.integers(0, 90))),
        published_at=draw(st.datetimes(timezones=st.just(UTC))),
        changed_at=datetime(2026, 1, 1, tzinfo=UTC),
        people=tuple(draw(st.lists(st.builds(Met, TEXT, TEXT), max_size=3))),
        help=(HelpTerm("walks", "Walks", "out", ("stroll",)),),
        times=(PublicTime(draw(st.sampled_from(Day)), time(9), draw(st.times())),),
        prices=(PublicPrice(draw(st.integers(0, 9999)), draw(st.sampled_from(Per)), 90),),
        pay=tuple(Pay),
        access=tuple(Access),
        checks=(PublicCheck(CheckKind.DBS, date(2026, 1, 2), "Dawn", None, "basic", None),),
        story=draw(st.none() | st.builds(PublicStory, TEXT, TEXT)),
        confirmed_on=draw(st.none() | st.dates()),
        is_paused=draw(st.booleans()),
    )


@given(documents())
def test_a_document_comes_back_as_it_was(listing: PublicListing) -> None:
    assert from_json(PublicListing, json.loads(json.dumps(to_json(listing)))) == listing


@given(documents())
def test_a_document_of_an_older_shape_can_still_be_read(listing: PublicListing) -> None:
    older = to_json(listing)
    del older["story"]
    older["colour"] = "green"
    assert from_json(PublicListing, older).story is None


def test_a_session_of_known_length_has_a_price_an_hour() -> None:
    assert PublicPrice(1000, Per.SESSION, 90).pence_an_hour == 667
    assert PublicPrice(1000, Per.SESSION).pence_an_hour is None
    assert PublicPrice(1000, Per.HOUR).pence_an_hour == 1000
    assert PublicPrice(1000, Per.DAY).pence_an_hour is None
