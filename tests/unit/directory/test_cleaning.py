"""What other lists get wrong is put right, and nothing that they hold breaks the cleaning."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microcare.directory.policies.cleaning import (
    SUMMARY,
    as_summary,
    clean_name,
    clean_phone,
    clean_prose,
    clean_text,
    clean_website,
    split_types,
)

ANYTHING = st.text(max_size=80)


@pytest.mark.parametrize(
    ("given_", "wanted"),
    [
        ("SALE CENTRAL SCOUT GROUP", "Sale Central Scout Group"),
        ("THE CHESHIRE WILDLIFE TRUST LIMITED", "The Cheshire Wildlife Trust Limited"),
        ("17TH SALE SCOUT GROUP", "17th Sale Scout Group"),
        ("HALE AND DISTRICT U3A", "Hale and District U3A"),
        ("3RD ASHTON-UPON-MERSEY SCOUT GROUP", "3rd Ashton-upon-Mersey Scout Group"),
        ("PARISH OF ST. MARY MAGDALENE", "Parish of St. Mary Magdalene"),
        ("PARENTS', FRIENDS' AND TEACHERS' ASSOCIATION",) * 2,
        ("FRIENDS OF ST PETER'S CIO", "Friends of St Peter's CIO"),
        ("DUKINFIELD BAPTIST CHURCH (TRUST FUNDS HELD ICW )",) * 2,
        ("Cheshire ,North Wales & Wirrel", "Cheshire,North Wales & Wirrel"),
        ("  Moor   Walks ", "Moor Walks"),
        ("TRY IT", "Try It"),
        ("NA", ""),
    ],
)
def test_names_come_out_of_capitals(given_: str, wanted: str) -> None:
    expected = {
        "PARENTS', FRIENDS' AND TEACHERS' ASSOCIATION": (
            "Parents', Friends' and Teachers' Association"
        ),
        "DUKINFIELD BAPTIST CHURCH (TRUST FUNDS HELD ICW )": (
            "Dukinfield Baptist Church (Trust Funds Held Icw)"
        ),
    }
    assert clean_name(given_) == expected.get(wanted, wanted)


@pytest.mark.parametrize(
    ("given_", "wanted"),
    [
        ("1616275874", "01616275874"),
        ("7976848608", "07976848608"),
        ("120462150", "0120462150"),
        ("0161 832 3736", "0161 832 3736"),
        ("+44 7946415724", "07946415724"),
        ("+44 (0)161 832 3736", "01618323736"),
        ("0044 161 832 3736", "01618323736"),
        ("012044333437", ""),
        ("0161", ""),
        ("NA", ""),
        ("ask Ruth", ""),
    ],
)
def test_lost_zeros_come_back(given_: str, wanted: str) -> None:
    assert clean_phone(given_) == wanted


@pytest.mark.parametrize(
    ("given_", "wanted"),
    [
        ("www.fastmcr.org", "https://www.fastmcr.org"),
        ("http://WWW.Thewbba.uk/", "http://www.thewbba.uk/"),
        ("tiny.cc/urmston", "https://tiny.cc/urmston"),
        ("NA", ""),
        ("info@cheshirewt.org.uk", ""),
        ("none yet", ""),
        ("javascript:alert(1)", ""),
        ("http://localhost/", ""),
        ("http://[::1", ""),
        ('http://x.org/"><script>', ""),
    ],
)
def test_web_addresses_are_completed(given_: str, wanted: str) -> None:
    assert clean_website(given_) == wanted


@given(ANYTHING)
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    for clean in (clean_text, clean_name, clean_phone, clean_prose, clean_website):
        assert clean(clean(text)) == clean(text)


def test_shouted_sentences_are_quietened() -> None:
    assert clean_prose("TO HELP PEOPLE. FOR ALL OF SALE") == "To help people. For all of sale"
    assert clean_prose("We help People") == "We help People"


@given(ANYTHING)
def test_what_comes_out_is_whole_or_empty(text: str) -> None:
    phone, website = clean_phone(text), clean_website(text)
    assert not phone or re.fullmatch(r"0[1-9][0-9 ]{8,14}", phone)
    assert not website or re.match(r"https?://[a-z0-9.-]+\.[a-z]+", website)
    assert clean_name(text) == " ".join(clean_name(text).split())


@given(st.integers(10**8, 10**10 - 1).map(str))
def test_a_number_that_lost_its_zero_gets_it_back(digits: str) -> None:
    if digits[0] != "0":
        assert clean_phone(digits) == f"0{digits}"


@given(st.lists(st.text("abc |", max_size=5), max_size=5))
def test_types_are_split_once_each(parts: list[str]) -> None:
    found = split_types("|".join(parts), "|")
    assert len(set(found)) == len(found)
    assert all(part and "|" not in part for part in found)


@given(st.text("ab. ", max_size=900).map(clean_text))
def test_a_summary_is_the_beginning_of_the_text(text: str) -> None:
    short = as_summary(text)
    assert len(short) <= SUMMARY
    assert text.startswith(short.removesuffix("…"))
