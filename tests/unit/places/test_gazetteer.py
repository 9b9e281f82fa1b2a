"""Facts about postcodes, with and without the file of units, and what may be shown of a home."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microcare.places.gazetteer import FEWEST_TO_HIDE_AMONG, Gazetteer, tables
from microcare.places.values import NotAPostcode, Precision, UnknownPlace
from tests.factories.places import SOMERSET, TAUNTON, write_postcodes

INWARD = st.text(alphabet="ABDEFGHJLNPQRSTUWXYZ", min_size=2, max_size=2)


def test_the_council_is_the_postcodes_own(tmp_path: Path) -> None:
    gazetteer = Gazetteer(write_postcodes(tmp_path / "p.sqlite"))
    assert gazetteer.council_code("ta1 4ab") == SOMERSET
    assert gazetteer.council_code("TA1 4ZZ") is None
    assert gazetteer.knows_units


def test_a_unit_may_have_no_council(tmp_path: Path) -> None:
    units = {"TA1 4AB": (322127, 124582, None)}
    gazetteer = Gazetteer(write_postcodes(tmp_path / "p.sqlite", units))
    place = gazetteer.locate("TA1 4AB")
    assert (place.precision, place.council_code) == (Precision.EXACT, None)


def test_without_the_file_a_postcode_is_known_to_its_sector(tmp_path: Path) -> None:
    gazetteer = Gazetteer(tmp_path / "absent.sqlite")
    place = gazetteer.locate("TA1 4AB")
    assert (place.label, place.precision) == ("near TA1 4", Precision.SECTOR)
    assert gazetteer.council_code("TA1 4AB") is None
    assert not gazetteer.knows_units


def test_a_file_made_later_is_noticed(tmp_path: Path) -> None:
    gazetteer = Gazetteer(tmp_path / "p.sqlite")
    assert gazetteer.council_code("TA1 4AB") is None
    write_postcodes(tmp_path / "p.sqlite")
    assert gazetteer.council_code("TA1 4AB") == SOMERSET


def test_the_file_cannot_be_written_through_the_gazetteer(tmp_path: Path) -> None:
    path = write_postcodes(tmp_path / "p.sqlite")
    before = path.read_bytes()
    Gazetteer(path).locate("TA1 4AB")
    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["p.sqlite"]


@given(st.sampled_from(sorted(tables.sectors())), INWARD, INWARD)
def test_a_home_that_moves_within_its_sector_shows_nothing(
    sector: str, here: str, there: str
) -> None:
    gazetteer = Gazetteer()
    assert gazetteer.public_point(sector + here) == gazetteer.public_point(sector + there)


def test_the_units_file_does_not_change_what_is_public(tmp_path: Path) -> None:
    with_units = Gazetteer(write_postcodes(tmp_path / "p.sqlite"))
    for code in TAUNTON:
        place = with_units.public_point(code)
        assert place == Gazetteer().public_point(code)
        assert place.precision is not Precision.EXACT
        assert place.council_code is None


@given(st.sampled_from(sorted(tables.sectors())))
def test_a_public_point_always_hides_among_fifty(sector: str) -> None:
    place = Gazetteer().public_point(f"{sector}AA")
    if place.precision is Precision.SECTOR:
        assert tables.sectors()[sector].live_postcodes >= FEWEST_TO_HIDE_AMONG
    elif place.precision is Precision.OUTCODE:
        live = tables.outcodes()[sector[:-1]].live_postcodes
        assert live is None or live >= FEWEST_TO_HIDE_AMONG
    else:
        assert place.precision is Precision.TOWN


@pytest.mark.parametrize(
    ("postcode", "label"),
    [
        ("TA1 4AB", "near TA1 4"),
        ("KW1 6AA", "near KW1"),  # six live postcodes in the sector, many in the outcode
        ("TA17 8AA", "Merriott"),  # 35 in the outcode
        ("BT1 1AA", "near BT1"),
    ],
)
def test_small_sectors_and_outcodes_widen(postcode: str, label: str) -> None:
    assert Gazetteer().public_point(postcode).label == label


def test_what_is_not_a_postcode_has_no_point() -> None:
    with pytest.raises(NotAPostcode):
        Gazetteer().public_point("Taunton")
    with pytest.raises(UnknownPlace):
        Gazetteer().public_point("ZE99 1AA")
    with pytest.raises(UnknownPlace):
        Gazetteer().locate("ZE99 1AA")
