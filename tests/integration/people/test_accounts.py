"""Accounts and roles, against the real database."""

import pytest
from sqlalchemy.orm import Session

from microcare.kernel.clock import FixedClock
from microcare.kernel.ids import new_id
from microcare.people.models import SignIn
from microcare.people.queries import person_by_email, person_by_id, sign_in_by_token
from microcare.people.services import erase, grant_role, register, start_sign_in
from microcare.people.values import EmailTaken, LastAdmin, PatchNeeded, WeakPassword
from tests.factories.people import PASSWORD, make_person


def test_an_account_is_found_by_its_address_in_any_case(
    session: Session, clock: FixedClock
) -> None:
    made = register(session, email=" Ros.Hill@Example.org ", name=" Ros Hill ", clock=clock)
    assert person_by_email(session, "ros.HILL@example.org") is made
    assert (made.email, made.name, made.first_name) == ("ros.hill@example.org", "Ros Hill", "Ros")


def test_an_address_belongs_to_one_account(session: Session, clock: FixedClock) -> None:
    make_person(session, "ros@example.org")
    with pytest.raises(EmailTaken):
        register(session, email="ROS@example.org", name="Another", clock=clock)


@pytest.mark.parametrize(
    "password", ["short", "password123", "aaaaaaaaaaaa", "ros@example.org", "x" * 201]
)
def test_a_weak_password_is_refused(session: Session, clock: FixedClock, password: str) -> None:
    with pytest.raises(WeakPassword):
        register(session, email="ros@example.org", name="Ros", clock=clock, password=password)
    assert person_by_email(session, "ros@example.org") is None


def test_only_a_catalyst_has_a_patch(session: Session, clock: FixedClock) -> None:
    person = make_person(session)
    with pytest.raises(PatchNeeded):
        grant_role(session, person, role="catalyst", clock=clock)
    with pytest.raises(PatchNeeded):
        grant_role(session, person, role="admin", patch_id=new_id(), clock=clock)


def test_the_last_admin_cannot_leave(session: Session, clock: FixedClock) -> None:
    admin = make_person(session, roles=["admin"])
    with pytest.raises(LastAdmin):
        erase(session, admin.id, clock)
    make_person(session, roles=["admin"])
    erase(session, admin.id, clock)
    assert person_by_id(session, admin.id) is None


def test_a_new_role_signs_a_person_out(session: Session, clock: FixedClock) -> None:
    person = make_person(session, password=PASSWORD)
    token = start_sign_in(session, person, clock=clock)
    grant_role(session, person, role="admin", clock=clock)
    session.flush()
    session.expire_all()
    found = sign_in_by_token(session, token)
    assert isinstance(found, SignIn)
    assert found.ended_at == clock.now()
