"""The made-up country is the same each time, lies where people live, and speaks by Zipf's law."""

import random
import uuid
from collections import Counter

import pytest

from microcare.directory.values import Day, HelpTerm, Kind, PublicListing, PublicPatch, Reach, Room
from microcare.places.gazetteer import tables
from microcare.site.seeding.sketches import likes
from microcare.site.seeding.synthetic.country import spot
from microcare.site.seeding.synthetic.language import VOCABULARY, vocabulary, words
from microcare.site.seeding.synthetic.listing import Country, make

PATCH = PublicPatch(uuid.UUID(int=1), "Here", "Us", "Dawn", "1", "Ruth", "2")


@pytest.fixture(scope="module")
def country() -> Country:
    """A country of one patch for all, with the terms that listings use."""
    codes = {o.council_code for o in tables.outcodes().values() if o.council_code}
    slugs = sorted({slug for like in likes().values() for slug in like["help"]})
    return Country(
        patches=dict.fromkeys(codes, PATCH),
        terms={slug: HelpTerm(slug, slug, "group") for slug in slugs},
        catalyst_id=uuid.UUID(int=2),
        catalyst_name="Dawn Synthetic",
    )


@pytest.fixture(scope="module")
def some(country: Country) -> list[PublicListing]:
    """The first thousand."""
    return [make(number, country)[0].public for number in range(1000)]


def test_a_number_is_always_the_same_listing(country: Country) -> None:
    for number in (0, 7, 999_999):
        assert make(number, country)[0] == make(number, country)[0]


def test_no_two_share_an_id_or_an_address(some: list[PublicListing]) -> None:
    for part in ("id", "organization_id", "version_id", "slug"):
        assert len({getattr(listing, part) for listing in some}) == len(some)


def test_there_is_something_of_everything(some: list[PublicListing]) -> None:
    assert {listing.kind for listing in some} == set(Kind)
    assert {listing.room for listing in some} == set(Room)
    assert {listing.place.reach for listing in some} == set(Reach)
    assert {price.per for listing in some for price in listing.prices} >= {"hour", "session", "day"}
    assert {time.day for listing in some for time in listing.times} == set(Day)
    assert len({term.slug for listing in some for term in listing.help}) > 35
    served = {listing.place.radius_m for listing in some if listing.place.reach == Reach.VISITS}
    assert len(served) >= 8
    assert None not in served


def test_a_home_is_shown_by_its_sector_alone(some: list[PublicListing]) -> None:
    for listing in some:
        if listing.place.is_home_based:
            assert listing.place.address is None
            assert listing.place.precision == "sector"


def test_listings_lie_where_people_live() -> None:
    chance = random.Random(5)
    areas = Counter(spot(chance).sector.split(" ")[0].rstrip("0123456789") for _ in range(20_000))
    # Birmingham has about 1.1 million people, Taunton's whole area 0.34, Shetland 0.02.
    assert areas["B"] > 3 * areas["TA"] > 12 * areas["ZE"] > 0
    assert len(areas) > 110


def test_words_follow_zipf() -> None:
    known, _ = vocabulary()
    assert len(set(known)) == len(known) == VOCABULARY
    counts = Counter(words(random.Random(3), 400_000))
    first, tenth, hundredth = (counts[known[rank - 1]] for rank in (1, 10, 100))
    assert 8 < first / tenth < 12.5
    assert 7 < tenth / hundredth < 14
    assert sum(1 for word in known if counts[word] == 1) > 5_000
