"""See, take along, put right, delete."""

import json

from sqlalchemy import select
from sqlalchemy.orm import Session

from microcare.people.models import Person
from microcare.people.queries import person_by_email, person_by_id
from microcare.people.services import ask_to_support
from microcare.people.values import Act, AuthorityType, Invitation
from tests.client import Client
from tests.factories.people import CLOCK, PASSWORD, letters, link_in, make_person


def test_what_is_held_is_shown_and_can_be_taken_along(client: Client, session: Session) -> None:
    client.sign_in(make_person(session, "ros@example.org", name="Ros Hill"))
    shown = client.get("/my/data").soup.main.get_text(" ")
    assert "Ros Hill" in shown
    assert "ros@example.org" in shown
    taken = client.get("/my/data.json")
    assert "attachment" in taken.headers["Content-Disposition"]
    assert taken.headers["Cache-Control"] == "no-store"
    held = json.loads(taken.data)["held"]
    assert held["account"][0]["Name"] == "Ros Hill"
    assert "password" not in str(taken.data).lower().replace("has a password", "")


def test_a_name_is_put_right(client: Client, session: Session) -> None:
    ros = make_person(session, name="Ros Hil")
    page = client.sign_in(ros).get("/my/data/name")
    client.submit(page, {"name": "  Ros Hill "})
    assert person_by_id(session, ros.id).name == "Ros Hill"  # type: ignore[union-attr]


def test_a_new_address_counts_once_it_has_answered(client: Client, session: Session) -> None:
    ros = make_person(session, "ros@example.org", password=PASSWORD)
    client.sign_in(ros).post("/my/data/e-mail", {"email": "Hill@Example.org"})
    assert person_by_id(session, ros.id).email == "ros@example.org"  # type: ignore[union-attr]
    (letter,) = letters(session)
    assert letter.to == "hill@example.org"
    page = client.get(link_in(letter))
    assert person_by_id(session, ros.id).email == "ros@example.org"  # type: ignore[union-attr]
    client.submit(page)
    assert person_by_id(session, ros.id).email == "hill@example.org"  # type: ignore[union-attr]
    told = letters(session)[-1]
    assert (told.to, str(told.subject)) == ("ros@example.org", "Your e-mail was changed")


def test_only_the_person_themselves_can_use_the_link_to_a_new_address(
    client: Client, session: Session
) -> None:
    ros = make_person(session, "ros@example.org")
    client.sign_in(ros).post("/my/data/e-mail", {"email": "hill@example.org"})
    path = link_in(letters(session)[0])
    other = Client(client.app, session).sign_in(make_person(session))
    other.post(path, status=404)
    assert person_by_email(session, "hill@example.org") is None


def test_an_address_that_is_taken_is_not_told_of(client: Client, session: Session) -> None:
    make_person(session, "taken@example.org")
    client.sign_in(make_person(session, "ros@example.org"))
    taken = client.post("/my/data/e-mail", {"email": "taken@example.org"})
    free = client.post("/my/data/e-mail", {"email": "free@example.org"})
    assert taken.headers["Location"] == free.headers["Location"]
    assert [letter.to for letter in letters(session)] == ["free@example.org"]


def test_an_address_taken_meanwhile_is_refused(client: Client, session: Session) -> None:
    client.sign_in(make_person(session, "ros@example.org"))
    client.post("/my/data/e-mail", {"email": "hill@example.org"})
    path = link_in(letters(session)[0])
    make_person(session, "hill@example.org")
    client.post(path, status=410)
    assert person_by_email(session, "ros@example.org") is not None


def test_deleting_takes_everything_that_says_who_it_was(client: Client, session: Session) -> None:
    ros = make_person(session, "ros@example.org", name="Ros Hill", password=PASSWORD)
    friend = Invitation(
        name="Ann Other",
        email="ann@example.org",
        type=AuthorityType.TRUSTED_SUPPORTER,
        scope=frozenset({Act.SEE}),
    )
    ask_to_support(session, ros, friend, clock=CLOCK)
    person_id = ros.id
    page = client.sign_in(ros).get("/my/data/delete")
    client.submit(page, status=400)
    assert person_by_id(session, person_id) is not None
    client.submit(page, {"sure": "y"})
    client.get("/my/data", status=303)
    assert person_by_id(session, person_id) is None
    row = session.scalars(select(Person).where(Person.id == person_id)).one()
    assert (row.name, row.password_hash) == ("Someone who left", None)
    connection = session.connection()
    for table in Person.metadata.sorted_tables:
        for found in connection.execute(table.select()):
            assert not {"ros", "hill", "ann"} & set(
                repr(tuple(found)).lower().replace("@", " ").split()
            )
    client.post("/sign-in", {"email": "ros@example.org", "password": PASSWORD}, status=400)
    make_person(session, "ros@example.org")


def test_the_last_admin_is_told_why_they_cannot_leave(client: Client, session: Session) -> None:
    ada = make_person(session, roles=["admin"])
    page = client.sign_in(ada).get("/my/data/delete")
    refused = client.submit(page, {"sure": "y"}, status=400)
    assert "last person who runs accounts" in refused.soup.main.get_text()
    assert person_by_id(session, ada.id) is not None


def test_the_page_says_that_deleting_gives_the_notice_that_was_agreed(
    client: Client, session: Session
) -> None:
    page = client.sign_in(make_person(session)).get("/my/data/delete")
    assert "with the notice you agreed to" in page.soup.main.get_text()
