"""Patches and their councils, on both engines."""

import pytest
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from microcare.places import queries
from microcare.places.models import PatchCouncil
from microcare.places.policies import has_safeguarding_contact
from microcare.places.services import add_councils, change_patch, create_patch
from microcare.places.values import (
    CouncilInAnotherPatch,
    PatchDetails,
    PatchNameTaken,
    PatchNeedsName,
    UnknownCouncil,
)
from tests.factories.places import SOMERSET, TRAFFORD, make_patch


def test_a_patch_is_found_by_its_council(session: Session) -> None:
    somerset = make_patch(session, name="Somerset", councils=(SOMERSET,))
    make_patch(session, name="Trafford", councils=(TRAFFORD,))
    session.expire_all()
    found = queries.patch_for_council(session, SOMERSET)
    assert found is somerset
    assert found.council_codes == {SOMERSET}
    assert queries.patch_for_council(session, "E06000024") is None
    assert queries.patch_for_council(session, None) is None


def test_a_patch_is_found_by_name_slug_and_id(session: Session) -> None:
    patch = make_patch(session, name="Taunton & the Levels")
    assert patch.slug == "taunton-the-levels"
    for found in (
        queries.patch_by_id(session, patch.id),
        queries.patch_by_slug(session, "taunton-the-levels"),
        queries.patch_named(session, " Taunton & the Levels "),
        queries.patch_named(session, "taunton-the-levels"),
    ):
        assert found is patch
    assert queries.patch_by_slug(session, "elsewhere") is None


def test_patches_come_by_name(session: Session) -> None:
    make_patch(session, name="Trafford")
    make_patch(session, name="Somerset")
    assert [patch.name for patch in queries.patches(session)] == ["Somerset", "Trafford"]


def test_a_council_is_in_one_patch(session: Session) -> None:
    make_patch(session, name="Somerset", councils=(SOMERSET,))
    other = make_patch(session, name="Other")
    with pytest.raises(CouncilInAnotherPatch) as refused:
        add_councils(session, other, council_codes=[TRAFFORD, SOMERSET])
    assert str(refused.value.sentence) == "Somerset is already in another patch."


def test_the_database_itself_keeps_a_council_in_one_patch(session: Session) -> None:
    make_patch(session, name="Somerset", councils=(SOMERSET,))
    other = make_patch(session, name="Other")
    session.expunge_all()
    session.add(PatchCouncil(council_code=SOMERSET, patch_id=other.id))
    with pytest.raises(IntegrityError):
        session.flush()


def test_a_council_may_be_given_twice_to_the_same_patch(session: Session) -> None:
    patch = make_patch(session, councils=(SOMERSET,))
    add_councils(session, patch, council_codes=[SOMERSET, f" {TRAFFORD.lower()} ", TRAFFORD])
    assert patch.council_codes == {SOMERSET, TRAFFORD}


def test_a_council_must_exist(session: Session) -> None:
    with pytest.raises(UnknownCouncil):
        make_patch(session, councils=("E99999999",))


@pytest.mark.parametrize("name", ["", "   "])
def test_a_patch_has_a_name(session: Session, name: str) -> None:
    with pytest.raises(PatchNeedsName):
        create_patch(session, details=PatchDetails(name=name))


@pytest.mark.parametrize("name", ["Somerset", " Somerset ", "somerset", "Somerset!"])
def test_two_patches_are_never_taken_for_each_other(session: Session, name: str) -> None:
    make_patch(session, name="Somerset")
    with pytest.raises(PatchNameTaken):
        create_patch(session, details=PatchDetails(name=name))


def test_a_patch_may_keep_its_name_when_it_changes(session: Session) -> None:
    patch = make_patch(session, name="Somerset", safeguarding=False)
    make_patch(session, name="Trafford")
    change_patch(session, patch, details=PatchDetails(name="Somerset", phone=" 01823 111111 "))
    assert patch.phone == "01823 111111"
    with pytest.raises(PatchNameTaken):
        change_patch(session, patch, details=PatchDetails(name="Trafford"))


@pytest.mark.parametrize(
    ("name", "phone", "ready"),
    [
        ("Asha Wren", "01823 000000", True),
        ("Asha Wren", "", False),
        ("", "01823 000000", False),
        (" ", " ", False),
    ],
)
def test_nothing_is_approved_without_somebody_to_ring(
    session: Session, name: str, phone: str, ready: bool
) -> None:
    patch = make_patch(
        session, safeguarding=False, safeguarding_name=name, safeguarding_phone=phone
    )
    assert has_safeguarding_contact(patch) is ready
