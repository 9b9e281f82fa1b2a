"""Accounts and roles, for the admin alone."""

from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from microcare.kernel.ids import new_id
from microcare.people.queries import person_by_email, person_by_id
from microcare.places.models import Patch
from tests.client import Client
from tests.factories.people import make_person
from tests.factories.places import make_patch


@pytest.fixture
def admin(client: Client, session: Session) -> Client:
    """A client signed in as an admin."""
    return client.sign_in(make_person(session, "ada@example.org", name="Ada", roles=["admin"]))


@pytest.fixture
def patch(session: Session) -> Patch:
    """A patch to be catalyst of."""
    return make_patch(session)


def test_nobody_else_sees_accounts(client: Client, session: Session, patch: Patch) -> None:
    ros = make_person(session)
    client.get("/admin/people", status=303)
    client.sign_in(make_person(session, patch_ids=[patch.id])).get("/admin/people", status=404)
    client.get(f"/admin/people/{ros.id}", status=404)
    client.post(f"/admin/people/{ros.id}/roles", {"role": "admin"}, status=404)
    assert not person_by_id(session, ros.id).is_admin  # type: ignore[union-attr]


def test_accounts_are_found_by_part_of_a_name(admin: Client, session: Session) -> None:
    make_person(session, "ros@example.org", name="Ros Hill")
    make_person(session, "100%@example.org", name="Per Cent")
    assert "Ros Hill" in admin.get("/admin/people").soup.main.get_text()
    found = admin.get("/admin/people?q=rOs").soup.main.get_text()
    assert "Ros Hill" in found
    assert "Per Cent" not in found
    assert "Ros Hill" not in admin.get("/admin/people?q=%25").soup.main.get_text()
    assert "No account" in admin.get("/admin/people?q=zzz").soup.main.get_text()


@pytest.mark.parametrize("query", ["page=0", "page=-1", "page=x", "page=99999999999999999999"])
def test_an_odd_page_number_does_no_harm(admin: Client, query: str) -> None:
    admin.get(f"/admin/people?{query}")
    admin.get(f"/admin/people?q=%00%FF&{query}")


def test_as_many_questions_to_the_database_for_20_as_for_2(admin: Client, session: Session) -> None:
    def asked() -> int:
        seen: list[str] = []
        connection = session.connection()

        def note(*args: Any) -> None:
            seen.append(args[2])

        event.listen(connection, "before_cursor_execute", note)
        admin.get("/admin/people")
        event.remove(connection, "before_cursor_execute", note)
        return len(seen)

    make_person(session)
    few = asked()
    for _ in range(18):
        make_person(session)
    assert asked() == few > 0


def test_a_role_is_given_and_taken_back(admin: Client, session: Session, patch: Patch) -> None:
    ros = make_person(session, name="Ros Hill")
    page = admin.get(f"/admin/people/{ros.id}")
    admin.post(f"/admin/people/{ros.id}/roles", {"role": "catalyst", "patch": str(patch.id)})
    found = person_by_id(session, ros.id)
    assert found is not None
    assert found.patch_ids == {patch.id}
    page = admin.get(f"/admin/people/{ros.id}")
    assert f"Catalyst of {patch.name}" in page.soup.main.get_text()
    admin.post(f"/admin/roles/{found.live_grants[0].id}/end")
    session.expire_all()
    assert person_by_id(session, ros.id).patch_ids == frozenset()  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"role": "king"},
        {"role": "catalyst"},
        {"role": "catalyst", "patch": ""},
        {"role": "catalyst", "patch": "not an id"},
        {"role": "catalyst", "patch": str(new_id())},
        {"role": "\x00"},
    ],
)
def test_a_role_that_is_not_one_is_refused(
    admin: Client, session: Session, fields: dict[str, str]
) -> None:
    ros = make_person(session)
    page = admin.post(f"/admin/people/{ros.id}/roles", fields, status=400)
    assert page.soup.select_one(".govuk-error-summary")
    assert person_by_id(session, ros.id).live_grants == []  # type: ignore[union-attr]


def test_the_last_admin_stays(admin: Client, session: Session) -> None:
    me = person_by_email(session, "ada@example.org")
    assert me is not None
    admin.post(f"/admin/roles/{me.live_grants[0].id}/end")
    assert "last person" in admin.get("/admin/people").soup.main.get_text()
    make_person(session, roles=["admin"])
    me = person_by_email(session, "ada@example.org")
    assert me is not None
    assert admin.post(f"/admin/roles/{me.live_grants[0].id}/end").headers["Location"] == "/my"
    admin.get("/admin/people", status=404)


def test_a_role_takes_effect_on_the_next_page(
    admin: Client, session: Session, patch: Patch
) -> None:
    other = make_person(session, roles=["admin"])
    client = Client(admin.app, session).sign_in(other)
    client.get("/admin/people")
    admin.post(f"/admin/roles/{other.live_grants[0].id}/end")
    client.get("/admin/people", status=404)


def test_what_is_not_there_is_not_found(admin: Client) -> None:
    admin.get(f"/admin/people/{new_id()}", status=404)
    admin.post(f"/admin/roles/{new_id()}/end", status=404)
    admin.post(f"/admin/people/{new_id()}/lost-phone", status=404)
