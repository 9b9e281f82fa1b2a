"""A geopy geocoder behind the same Protocol: what it is asked, and what happens when it fails."""

from dataclasses import dataclass, field
from typing import Any

import pytest
from geopy.exc import GeocoderServiceError, GeocoderTimedOut
from geopy.geocoders import Nominatim

from microcare.places.gazetteer import Gazetteer
from microcare.places.geocoding.choosing import TIMEOUT_S, UnknownGeocoder, geocoder_named
from microcare.places.geocoding.offline import OfflineGeocoder
from microcare.places.geocoding.online import OnlineGeocoder
from microcare.places.values import AmbiguousPlace, Point, Precision, UnknownPlace


@dataclass
class Located:
    """What geopy's services answer with."""

    latitude: float
    longitude: float
    address: str


@dataclass
class Service:
    """A geopy geocoder that answers what it is told to, and remembers what it was asked."""

    answer: Any = None
    asked: list[str] = field(default_factory=list)

    def geocode(self, query: str, **_options: Any) -> Any:
        self.asked.append(query)
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


def online(answer: Any = None) -> tuple[OnlineGeocoder, Service]:
    service = Service(answer)
    return OnlineGeocoder(service, offline=OfflineGeocoder(Gazetteer())), service


MARKET_HOUSE = Located(51.0151, -3.1005, "Market House, Fore Street, Taunton, Somerset, England")


def test_words_are_asked_of_the_service_and_marked_approximate() -> None:
    geocoder, service = online(MARKET_HOUSE)
    place = geocoder.find("Market House, Taunton")
    assert service.asked == ["Market House, Taunton"]
    assert place.label == "Market House, Fore Street"
    assert place.precision is Precision.APPROXIMATE
    assert (place.near, place.outcode) == ("Market House, Taunton", "TA1")


def test_a_service_may_answer_a_list() -> None:
    geocoder, _ = online([MARKET_HOUSE])
    assert geocoder.find("Market House").point == Point(51.0151, -3.1005)


@pytest.mark.parametrize(
    "text", ["TA1 4AB", "ta14ab", "TA1 4", "TA1", "12 High Street, Taunton, TA1 4AB"]
)
def test_a_postcode_never_leaves_this_machine(text: str) -> None:
    geocoder, service = online(MARKET_HOUSE)
    assert geocoder.find(text).outcode == "TA1"
    assert service.asked == []


def test_a_door_number_never_leaves_this_machine() -> None:
    geocoder, service = online(MARKET_HOUSE)
    geocoder.find("12 Fore Street, Taunton TA1 4A")
    assert service.asked == ["Fore Street, Taunton"]
    with pytest.raises(UnknownPlace):
        geocoder.find("1234 5b")
    assert len(service.asked) == 1


def test_where_a_person_stands_never_leaves_this_machine() -> None:
    geocoder, service = online(MARKET_HOUSE)
    assert geocoder.nearest_place(Point(51.02, -3.11)).label == "Taunton"
    assert service.asked == []


@pytest.mark.parametrize(
    "answer",
    [
        None,
        [],
        GeocoderTimedOut("slow"),
        GeocoderServiceError("down"),
        ConnectionResetError(),
        ValueError("not JSON"),
        Located(48.85, 2.35, "Taunton, Paris"),
        Located(40.7, -74.0, "Taunton, New York"),
    ],
)
def test_a_failing_service_leaves_the_offline_answer(answer: Any) -> None:
    geocoder, service = online(answer)
    place = geocoder.find("Taunton")
    assert (place.label, place.precision) == ("Taunton", Precision.TOWN)
    assert service.asked == ["Taunton"]
    with pytest.raises(UnknownPlace):
        geocoder.find("zzzzzz")


def test_which_one_is_asked_before_a_service_guesses() -> None:
    geocoder, service = online(MARKET_HOUSE)
    with pytest.raises(AmbiguousPlace):
        geocoder.find("Newport")
    assert service.asked == []


@pytest.mark.parametrize("text", ["", " ", "x" * 201])
def test_nothing_and_too_much_are_not_sent(text: str) -> None:
    geocoder, service = online(MARKET_HOUSE)
    with pytest.raises(UnknownPlace):
        geocoder.find(text)
    assert service.asked == []


def test_the_setting_names_the_geocoder() -> None:
    assert isinstance(geocoder_named("offline", gazetteer=Gazetteer()), OfflineGeocoder)
    chosen = geocoder_named("Nominatim", gazetteer=Gazetteer())
    assert isinstance(chosen, OnlineGeocoder)
    service = chosen._service
    assert isinstance(service, Nominatim)
    assert service.timeout == TIMEOUT_S


def test_options_reach_the_service() -> None:
    options = {"api_key": "k", "timeout": 1}
    chosen = geocoder_named("googlev3", gazetteer=Gazetteer(), options=options)
    assert isinstance(chosen, OnlineGeocoder)
    assert chosen._service.api_key == "k"  # type: ignore[attr-defined]
    assert chosen._service.timeout == 1  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", ["", "nonesuch", "tomtom"])
def test_a_geocoder_that_cannot_be_made_is_named(name: str) -> None:
    with pytest.raises(UnknownGeocoder, match=f"GEOCODER={name}"):
        geocoder_named(name, gazetteer=Gazetteer())


@pytest.mark.parametrize(
    "odd",
    [
        Located("north", "west", "Taunton"),  # type: ignore[arg-type]
        Located(None, None, "Taunton"),  # type: ignore[arg-type]
        Located(float("nan"), float("inf"), "Taunton"),
        Located(51.0, float("inf"), "Taunton"),
        {"lat": 51.0, "lon": -3.1},
        "51.0, -3.1",
        [{}],
        [[]],
        42,
    ],
)
def test_an_odd_answer_is_no_answer_and_the_offline_one_stands_in(odd: Any) -> None:
    geocoder, service = online(odd)
    place = geocoder.find("Taunton")
    assert service.asked == ["Taunton"]
    assert (place.label, place.precision) == ("Taunton", Precision.TOWN)
