"""Postcodes as people write them."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microcare.places.postcode import (
    parse_outcode,
    parse_postcode,
    parse_sector,
    postcode_in,
    squeeze,
)
from microcare.places.values import NotAPostcode

AREA = st.sampled_from([c for c in string.ascii_uppercase if c not in "QVX"])
INWARD = "ABDEFGHJLNPQRSTUWXYZ"
postcodes = st.builds(
    lambda area, district, digit, a, b: f"{area}{district} {digit}{a}{b}",
    AREA,
    st.integers(1, 99),
    st.integers(0, 9),
    st.sampled_from(INWARD),
    st.sampled_from(INWARD),
)


@given(st.text(max_size=40))
def test_any_text_is_a_postcode_or_is_refused(text: str) -> None:
    try:
        code = parse_postcode(text)
    except NotAPostcode:
        return
    assert code.compact == squeeze(text)


@given(st.text(max_size=60))
def test_no_text_breaks_the_other_readers(text: str) -> None:
    parse_outcode(text)
    parse_sector(text)
    postcode_in(text)


@given(postcodes)
def test_what_is_written_reads_back_the_same(text: str) -> None:
    assert str(parse_postcode(text)) == text
    assert parse_postcode(str(parse_postcode(text))) == parse_postcode(text)


@given(postcodes, st.data())
def test_spaces_and_case_do_not_matter(text: str, data: st.DataObject) -> None:
    gaps = st.sampled_from(["", " ", "  ", "\t", "\u00a0"])
    loose = "".join(data.draw(gaps) + mark for mark in text.lower()) + data.draw(gaps)
    assert parse_postcode(loose) == parse_postcode(text)


@given(postcodes)
def test_the_parts_are_of_the_whole(text: str) -> None:
    code = parse_postcode(text)
    assert parse_outcode(code.outcode) == code.outcode
    assert parse_sector(str(code.sector)) == code.sector
    assert parse_sector(f"{code.sector}A") == code.sector
    assert postcode_in(f"12 High Street, Anytown {text}.") == code


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("ta14ab", "TA1 4AB"),
        (" m33  7xz ", "M33 7XZ"),
        ("EC1A1BB", "EC1A 1BB"),
        ("W1A 0AX", "W1A 0AX"),
        ("B33 8TH", "B33 8TH"),
    ],
)
def test_real_postcodes(text: str, written: str) -> None:
    assert str(parse_postcode(text)) == written


@pytest.mark.parametrize(
    "text",
    ["", "TA1", "TA1 4", "TA1 4AC", "QA1 4AB", "TA1 4AB9", "TA1-4AB", "TA1 4AB x", "١A1 4AB"],
)
def test_what_is_not_a_postcode_is_refused(text: str) -> None:
    with pytest.raises(NotAPostcode):
        parse_postcode(text)


def test_the_space_says_which_half_a_digit_belongs_to() -> None:
    assert str(parse_sector("TA1 4")) == "TA1 4"
    assert str(parse_sector("ta1 4a")) == "TA1 4"
    assert parse_sector("TA14 AB") is None
    assert parse_sector("T A14") is None
    assert parse_outcode("TA14") == "TA14"


def test_a_postcode_is_not_found_inside_a_longer_word() -> None:
    assert postcode_in("REFTA1 4ABX") is None
