"""The kinds of help, for the admin alone; every page that names one follows its words."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from microcare.directory.models import ListingVersion, TaxonomyTerm
from microcare.directory.queries import help_terms, public_listing_by_id, term_by_slug
from tests.client import Client
from tests.factories.directory import make_public_listing
from tests.factories.people import make_person
from tests.factories.places import make_patch

NEW = {"name": "Bees and honey", "group": "making", "alike": "beekeeping\n hives \n\nhives"}


@pytest.fixture
def admin(client: Client, session: Session) -> Client:
    """A client signed in as an admin."""
    return client.sign_in(make_person(session, name="Ada", roles=["admin"]))


@pytest.fixture
def cooking(session: Session) -> TaxonomyTerm:
    """A kind of help that an approved page names."""
    listing = make_public_listing(session)
    term = term_by_slug(session, listing.help[0].slug)
    assert term is not None
    return term


def words_of(client: Client, text: str) -> list[str]:
    """The names of the listings a search finds."""
    answer = client.get("/search.json", query_string={"q": text, "near": "Taunton"})
    return [result["name"] for result in answer.json["results"]]


def test_nobody_else_comes_in(client: Client, session: Session, cooking: TaxonomyTerm) -> None:
    client.get("/admin/help-terms", status=303)
    client.sign_in(make_person(session, patch_ids=[make_patch(session).id]))
    for path in ("/admin/help-terms", "/admin/new-help-term", f"/admin/help-terms/{cooking.slug}"):
        client.get(path, status=404)
    client.post(f"/admin/help-terms/{cooking.slug}/stop", status=404)
    assert cooking.is_current


def test_a_new_one_can_be_picked_and_found(admin: Client, session: Session) -> None:
    admin.submit(admin.get("/admin/new-help-term"), NEW)
    added = help_terms(session)[-1]
    assert (added.slug, added.name, added.group) == ("bees-and-honey", "Bees and honey", "making")
    assert added.alike == ("beekeeping", "hives")
    assert {"slug": added.slug, "name": added.name} in admin.get("/help.json").json
    assert "Bees and honey" in admin.get("/admin/help-terms").text


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("name", "", "Write what it is called"),
        ("name", "x" * 61, "one letter too long"),
        ("name", "cooking MEALS", "There is one called this already"),
        ("group", "gold", "Pick where it belongs"),
        ("alike", "\n".join(f"word {n}" for n in range(21)), "20 lines or fewer"),
        ("alike", "y" * 61, "Make each line shorter"),
        ("alike", "a\x00b", "hidden characters"),
    ],
)
def test_each_mistake_is_said_and_nothing_is_saved(
    admin: Client, session: Session, field: str, value: str, words: str
) -> None:
    first = help_terms(session)[0]
    value = first.name.upper() if field == "name" and "MEALS" in value else value
    before = help_terms(session)
    refused = admin.submit(admin.get("/admin/new-help-term"), NEW | {field: value}, status=400)
    assert words in refused.text
    assert help_terms(session) == before


def test_better_words_reach_each_page_that_names_it(
    admin: Client, session: Session, cooking: TaxonomyTerm
) -> None:
    slug = cooking.slug
    assert words_of(admin, "pottering") == []
    path = f"/admin/help-terms/{slug}"
    better = {"name": "Pottering about in a kitchen", "group": cooking.group, "alike": "pans"}
    done = admin.post(path, better)
    assert "Saved, on 1 page too." in admin.follow(done).text
    (name,) = words_of(admin, "pottering")
    version = session.scalars(select(ListingVersion).order_by(ListingVersion.number)).all()[-1]
    assert version.cause == "terms"
    listing = public_listing_by_id(session, version.listing_id)
    assert listing is not None
    assert listing.name == name
    assert listing.help[0].name == "Pottering about in a kitchen"
    assert listing.help[0].slug == slug
    # The same words again make no new version of anything.
    admin.post(path, better)
    assert len(session.scalars(select(ListingVersion)).all()) == version.number


def test_one_no_longer_offered_stays_on_pages_and_can_come_back(
    admin: Client, session: Session, cooking: TaxonomyTerm
) -> None:
    path = f"/admin/help-terms/{cooking.slug}"
    admin.post(f"{path}/stop")
    assert cooking.slug not in {term.slug for term in help_terms(session)}
    assert "Not offered now" in admin.get("/admin/help-terms").text
    assert words_of(admin, cooking.name)
    admin.post(f"{path}/offer")
    assert cooking.slug in {term.slug for term in help_terms(session)}


def test_the_old_name_of_one_that_was_renamed_can_be_used_again(
    admin: Client, session: Session, cooking: TaxonomyTerm
) -> None:
    slug, name = cooking.slug, cooking.name
    admin.post(f"/admin/help-terms/{slug}", {"name": "Something else", "group": cooking.group})
    admin.submit(admin.get("/admin/new-help-term"), NEW | {"name": name})
    assert help_terms(session)[-1].slug == f"{slug}-2"
