"""Each who is shown what is somebody's stands on that person's page."""

import pytest
from sqlalchemy.orm import Session

from microcare.groups.services import ask_for_a_hand
from microcare.kernel.clock import FixedClock
from microcare.people.models import Person
from microcare.people.services import record_access
from microcare.people.values.seen import Seen
from tests.client import Client
from tests.factories.directory import keeper_of, make_catalyst, make_patch, make_sent
from tests.factories.finding import somebody
from tests.factories.people import make_person


def words_of(client: Client) -> str:
    """The page, as it is read."""
    return " ".join(client.get("/my/seen").soup.main.get_text(" ").split())


@pytest.fixture
def ros(session: Session) -> Person:
    """Somebody with an account."""
    return make_person(session, "ros@example.org", name="Ros Hill")


def test_an_admin_who_looks_at_accounts_is_told_of(
    client: Client, session: Session, ros: Person
) -> None:
    assert "Nobody yet." in words_of(client.sign_in(ros))
    admin = make_person(session, name="Ada Byron", roles=["admin"])
    client.sign_in(admin).get("/admin/people?q=ros")
    client.get(f"/admin/people/{ros.id}")
    client.post(f"/admin/people/{ros.id}/roles", {"role": "admin"})
    read = words_of(client.sign_in(ros))
    assert "Saw your name and e-mail in a list" in read
    assert "Opened your account" in read
    assert "Gave you a role" in read
    assert read.count("An admin, who looks after accounts") == 3
    assert "Ada" not in read
    assert "23 November, 12:00pm" in read


def test_the_list_notes_those_whom_it_showed_and_nobody_else(
    client: Client, session: Session, ros: Person
) -> None:
    other = make_person(session, name="Per Cent")
    client.sign_in(make_person(session, roles=["admin"])).get("/admin/people?q=ros")
    assert "Nobody yet." in words_of(client.sign_in(other))


def test_a_long_list_has_pages_and_any_number_is_taken(
    client: Client, session: Session, ros: Person, clock: FixedClock
) -> None:
    sue = make_person(session)
    for _ in range(26):
        record_access(session, ros.id, by=sue, what=Seen.ROLE_GIVEN, clock=clock)
    client.sign_in(ros)
    assert len(client.get("/my/seen").soup.select("main section h2")) == 25
    assert len(client.get("/my/seen?page=2").soup.select("main section h2")) == 1
    for odd in ("0", "-1", "x", "99999999999999999999"):
        client.get(f"/my/seen?page={odd}")


def test_a_catalyst_who_was_asked_to_help_is_told_of(
    client: Client, session: Session, clock: FixedClock
) -> None:
    patch = make_patch(session)
    (amara, mine), (gwen, other) = somebody(session, clock), somebody(session, clock)
    silent, _ = somebody(session, clock)
    for interest in (mine, other):
        ask_for_a_hand(session, interest, clock=clock)
    client.sign_in(make_catalyst(session, patch, "Dawn Else")).get("/catalyst/people")
    client.post("/catalyst/people", {"who": [str(mine.id), str(other.id)]})
    for asked in (amara, gwen):
        read = words_of(client.sign_in(asked))
        assert read.count("A community catalyst") == 2
        assert "Read your first name and what you want to do with others" in read
        assert "Asked you and one other if you want to meet" in read
        assert "Dawn" not in read
    assert "Nobody yet." in words_of(client.sign_in(silent))


def test_a_catalyst_who_reads_a_page_is_told_of_to_its_keeper(
    client: Client, session: Session
) -> None:
    listing = make_sent(session)
    client.sign_in(make_catalyst(session, make_patch(session)))
    client.get(f"/catalyst/listings/{listing.id}")
    read = words_of(client.sign_in(keeper_of(session, listing)))
    assert "A community catalyst Read the page you look after, and your name" in read
