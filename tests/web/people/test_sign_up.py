"""Making an account: the letter, the button, and nothing told to strangers."""

from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from microcare.kernel.clock import FixedClock
from microcare.people.models import Person
from microcare.people.queries import person_by_email
from tests.client import Client
from tests.factories.people import PASSWORD, letters, link_in, make_person

ROS = {"name": "Ros Hill", "email": "Ros@Example.org", "password": PASSWORD, "next": "/groups"}

AGREED = {"agree": "y"}


def _count(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Person)) or 0


def test_a_stranger_makes_an_account_and_is_brought_to_where_they_were_going(
    client: Client, session: Session
) -> None:
    page = client.get("/sign-up?next=/groups")
    sent = client.submit(page, ROS)
    assert client.follow(sent).soup.h1.get_text() == "Look in your e-mail"
    assert _count(session) == 0
    (letter,) = letters(session)
    assert letter.to == "ros@example.org"
    # What somebody typed about a stranger does not reach that stranger.
    assert letter.greeting == ""
    opened = client.get(link_in(letter))
    assert _count(session) == 0
    done = client.submit(opened, AGREED)
    assert done.headers["Location"] == "/groups"
    person = person_by_email(session, "ros@example.org")
    assert person is not None
    assert person.verified_at is not None
    assert client.get("/my/data").soup.h1.get_text() == "What we hold about you"
    client.post("/sign-out")
    client.post("/sign-in", {"email": "ros@example.org", "password": PASSWORD})


def test_a_link_works_once(client: Client, session: Session) -> None:
    client.post("/sign-up", ROS)
    path = link_in(letters(session)[0])
    client.post(path, AGREED)
    client.post("/sign-out")
    client.get(path, status=410)
    client.post(path, AGREED, status=410)
    assert _count(session) == 1


def test_no_account_is_made_before_they_agree(
    client: Client, session: Session, clock: FixedClock
) -> None:
    client.post("/sign-up", ROS)
    path = link_in(letters(session)[0])
    page = client.get(path)
    assert "your health or your support" in page.soup.main.get_text()
    box = page.soup.select_one("input[type=checkbox][name=agree]")
    assert not box.has_attr("checked"), "consent is never ticked beforehand"
    refused = client.submit(page, status=400)
    assert "Tick the box if you agree" in refused.soup.select_one(".govuk-error-summary").get_text()
    assert _count(session) == 0
    # The link is not used up by it.
    client.submit(refused, AGREED)
    person = person_by_email(session, "ros@example.org")
    assert person is not None
    assert person.agreed_at == clock.now()
    shown = " ".join(client.get("/my/data").soup.main.get_text(" ").split())
    assert "You agreed that we keep it 23 November" in shown


def test_a_link_is_too_old_after_a_day(client: Client, session: Session, clock: FixedClock) -> None:
    client.post("/sign-up", ROS)
    path = link_in(letters(session)[0])
    clock.move(timedelta(days=1))
    client.get(path, status=410)
    client.post(path, status=410)
    assert _count(session) == 0


def test_the_answer_is_the_same_for_an_address_that_has_an_account(
    client: Client, session: Session
) -> None:
    fresh = client.post("/sign-up", ROS | {"email": "new@example.org"})
    make_person(session, "ros@example.org", name="Rosalind")
    again = client.post("/sign-up", ROS)
    assert (fresh.headers["Location"], fresh.data) == (again.headers["Location"], again.data)
    letter = next(one for one in letters(session) if one.to == "ros@example.org")
    assert str(letter.subject) == "You have an account"
    assert _count(session) == 1
    # The button signs in whoever has the mailbox; it changes neither name nor password.
    client.submit(client.get(link_in(letter)))
    person = person_by_email(session, "ros@example.org")
    assert person is not None
    assert (person.name, person.password_hash) == ("Rosalind", None)


def test_a_password_counts_only_in_the_browser_that_chose_it(
    client: Client, session: Session
) -> None:
    client.post("/sign-up", ROS)
    path = link_in(letters(session)[0])
    # Somebody typed another's address; the owner presses the button on their own phone.
    owner = Client(client.app, session)
    owner.post(path, AGREED)
    person = person_by_email(session, "ros@example.org")
    assert person is not None
    assert person.password_hash is None
    client.post("/sign-in", {"email": "ros@example.org", "password": PASSWORD}, status=400)


def test_an_account_needs_no_password(client: Client, session: Session) -> None:
    client.post("/sign-up", ROS | {"password": ""})
    client.post(link_in(letters(session)[0]), AGREED)
    assert client.get("/my/password").soup.select_one("#current_password") is None


def test_no_more_than_five_letters_an_hour_go_to_one_address(
    client: Client, session: Session
) -> None:
    for _ in range(8):
        client.post("/sign-up", ROS)
    assert len(letters(session)) == 5
