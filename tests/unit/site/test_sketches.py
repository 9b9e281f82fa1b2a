"""The invented listings are various, friendly and nobody's."""

import re
from collections import Counter
from datetime import date

import pytest

from microcare.directory.values import Kind, Reached
from microcare.places.postcode import parse_postcode
from microcare.site.seeding.answering import answers, renewal
from microcare.site.seeding.sketches import Sketch, ideas, sketches

TODAY = date(2026, 11, 23)
# Numbers that Ofcom keeps for drama.
INVENTED = re.compile(r"^(01632 960\d{3}|0161 496 0\d{3}|07700 900\d{3})$")


def _answers(sketch: Sketch) -> list[object]:
    return list(answers(sketch, insured_until=renewal(sketch, TODAY)))


def test_there_are_about_150_of_every_kind_in_both_places() -> None:
    found = sketches()
    assert 140 <= len(found) + len(ideas()) <= 160
    assert {sketch.kind for sketch in found} == set(Kind)
    places = Counter(sketch.postcode.startswith("TA") for sketch in found)
    assert min(places.values()) >= 45


@pytest.mark.parametrize("part", ["name", "summary"])
def test_no_two_are_alike(part: str) -> None:
    counts = Counter(getattr(sketch, part) for sketch in sketches())
    assert not [text for text, number in counts.items() if number > 1]


def test_every_postcode_can_be_one() -> None:
    for sketch in sketches():
        assert str(parse_postcode(sketch.postcode)) == sketch.postcode


def test_no_telephone_rings_at_anybodys() -> None:
    phones = [a.phone for s in sketches() for a in _answers(s) if isinstance(a, Reached)]
    assert all(INVENTED.match(phone) for phone in phones if phone)
    assert sum(map(bool, phones)) > 80
    assert max(Counter(filter(None, phones)).values()) == 1


def test_a_listing_is_the_same_each_time() -> None:
    for sketch in sketches()[:20]:
        assert _answers(sketch) == _answers(sketch)


def test_the_words_are_calm() -> None:
    words = " ".join(str(_answers(sketch)) for sketch in sketches())
    assert "!" not in words
    assert not re.search(r"\b(simply|service users?|clients?)\b", words, re.IGNORECASE)
