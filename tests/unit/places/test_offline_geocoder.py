"""What people write, and where it leads."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from microcare.places.gazetteer import Gazetteer
from microcare.places.gazetteer.matching import match, spelling
from microcare.places.gazetteer.names import Named, names
from microcare.places.geocoding.offline import OfflineGeocoder
from microcare.places.geometry import distance_m
from microcare.places.values import AmbiguousPlace, Point, Precision, UnknownPlace
from tests.factories.places import SOMERSET, write_postcodes

TAUNTON = Point(51.01494, -3.10293)
EVERY_PLACE = [
    named for known in (names().towns, names().hamlets) for rows in known.values() for named in rows
]


@pytest.fixture(scope="module")
def geocoder(tmp_path_factory: pytest.TempPathFactory) -> OfflineGeocoder:
    path = write_postcodes(tmp_path_factory.mktemp("places") / "postcodes.sqlite")
    return OfflineGeocoder(Gazetteer(path))


def test_a_full_postcode_is_exact_and_knows_its_council(geocoder: OfflineGeocoder) -> None:
    place = geocoder.find(" ta14ab ")
    assert (place.label, place.precision) == ("TA1 4AB", Precision.EXACT)
    assert (place.near, place.outcode, place.council_code) == ("TA1 4AB", "TA1", SOMERSET)
    assert distance_m(place.point, TAUNTON) < 1500


@pytest.mark.parametrize(
    ("text", "label", "precision"),
    [
        ("TA1 4ZZ", "near TA1 4", Precision.SECTOR),  # well formed, not live
        ("TA1 4", "near TA1 4", Precision.SECTOR),
        ("TA1 4A", "near TA1 4", Precision.SECTOR),
        ("TA1 0AA", "near TA1", Precision.OUTCODE),  # no such sector
        ("ta1", "near TA1", Precision.OUTCODE),
        ("TA14", "near TA14", Precision.OUTCODE),
        ("BT1 1AA", "near BT1", Precision.OUTCODE),
        ("Taunton", "Taunton", Precision.TOWN),
        ("TAUNTON.", "Taunton", Precision.TOWN),
        ("Manchester", "Manchester", Precision.TOWN),
        ("taunt", "Taunton", Precision.TOWN),
        ("wootton bassett", "Royal Wootton Bassett", Precision.TOWN),
        ("hull", "Kingston upon Hull", Precision.TOWN),
        ("Creech Saint Michael", "Creech St Michael", Precision.TOWN),
        ("creech st. michael", "Creech St Michael", Precision.TOWN),
        ("Stogumber", "Stogumber", Precision.APPROXIMATE),
        ("Trafford", "Trafford", Precision.APPROXIMATE),
        ("Brixton", "Brixton", Precision.TOWN),
        ("12 High Street, Taunton TA1 4ZZ", "near TA1 4", Precision.SECTOR),
        ("Some Street, Taunton", "Taunton", Precision.TOWN),
        ("newport isle of wight", "Newport, Isle of Wight", Precision.TOWN),
        ("Newport (Isle of Wight)", "Newport, Isle of Wight", Precision.TOWN),
        ("Hayes, BR2", "Hayes, Greater London, BR2", Precision.TOWN),
        ("Newport, North Devon", "Newport, North Devon", Precision.APPROXIMATE),
    ],
)
def test_what_is_meant_is_found(
    geocoder: OfflineGeocoder, text: str, label: str, precision: Precision
) -> None:
    place = geocoder.find(text)
    assert (place.label, place.precision) == (label, precision)


def test_which_newport_is_asked_and_each_answer_settles_it(geocoder: OfflineGeocoder) -> None:
    with pytest.raises(AmbiguousPlace) as asked:
        geocoder.find("Newport")
    labels = [choice.label for choice in asked.value.choices]
    assert len(labels) == len(set(labels)) == 6
    assert {"Newport, Isle of Wight", "Newport, Pembrokeshire", "Newport, Wales"} <= set(labels)
    found = [geocoder.find(choice.near) for choice in asked.value.choices]
    assert len({place.point for place in found}) == 6
    assert [place.label for place in found] == labels


@pytest.mark.parametrize("text", ["Newcastle", "Kingston", "Ashton", "Hale", "St Ives", "Weston"])
def test_a_name_that_several_bear_is_asked_about(geocoder: OfflineGeocoder, text: str) -> None:
    with pytest.raises(AmbiguousPlace) as asked:
        geocoder.find(text)
    for choice in asked.value.choices:
        assert geocoder.find(choice.near).near == choice.near


def test_newcastle_may_be_the_longer_and_larger_name(geocoder: OfflineGeocoder) -> None:
    with pytest.raises(AmbiguousPlace) as asked:
        geocoder.find("Newcastle")
    assert asked.value.choices[0].label == "Newcastle upon Tyne"


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(EVERY_PLACE))
def test_every_place_is_found_by_its_own_words(named: Named) -> None:
    assert match(spelling(named)) is named


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(EVERY_PLACE), st.booleans())
def test_what_a_bare_name_offers_leads_on(named: Named, shout: bool) -> None:
    geocoder = OfflineGeocoder(Gazetteer())
    text = named.name.upper() if shout else named.name
    try:
        choices = [geocoder.find(text)]
    except AmbiguousPlace as asked:
        choices = asked.choices  # type: ignore[assignment]
    assert len({choice.label for choice in choices}) == len(choices)
    for choice in choices:
        assert geocoder.find(choice.near).near == choice.near


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=250))
def test_any_text_is_a_place_or_is_refused(text: str) -> None:
    geocoder = OfflineGeocoder(Gazetteer())
    try:
        place = geocoder.find(text)
    except (UnknownPlace, AmbiguousPlace):
        return
    assert geocoder.find(place.near) == place


@pytest.mark.parametrize(
    ("text", "meant"),
    [("Tauntin", "Taunton"), ("Manchster", "Manchester"), ("Altringham", "Altrincham")],
)
def test_a_slip_is_answered_with_the_likely_name(
    geocoder: OfflineGeocoder, text: str, meant: str
) -> None:
    with pytest.raises(UnknownPlace) as unknown:
        geocoder.find(text)
    first = unknown.value.suggestions[0]
    assert first.label == meant
    assert geocoder.find(first.near).label == meant


@pytest.mark.parametrize("text", ["", "   ", "zzzzzz", "GIR 0AA", "x" * 201, "12", "Mendip", "é"])
def test_nonsense_is_unknown(geocoder: OfflineGeocoder, text: str) -> None:
    with pytest.raises(UnknownPlace):
        geocoder.find(text)


def test_a_district_is_not_offered_as_a_town(geocoder: OfflineGeocoder) -> None:
    assert "mendip" not in names().towns
    assert geocoder.nearest_place(Point(51.2372, -2.6266)).label != "Mendip"


def test_the_nearest_place_is_a_whole_town(geocoder: OfflineGeocoder) -> None:
    assert geocoder.nearest_place(Point(51.02, -3.11)).label == "Taunton"
    part = names().towns["brixton"][0]
    assert part.is_part
    nearest = geocoder.nearest_place(part.point)
    assert not match(nearest.near).is_part  # type: ignore[union-attr]


def test_nobody_lives_in_the_open_sea(geocoder: OfflineGeocoder) -> None:
    with pytest.raises(UnknownPlace):
        geocoder.nearest_place(Point(50.0, -10.5))
