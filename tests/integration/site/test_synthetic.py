"""A made-up listing is one that the services could have made, and search finds it."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from microcare.directory.models import Listing, ListingVersion
from microcare.directory.policies import missing_checks, missing_parts, required_checks
from microcare.directory.queries import answers_of, checks_seen, listing_by_id, public_listings
from microcare.directory.services import confirm_listing, pause_listing
from microcare.directory.services.document import public_document
from microcare.directory.services.publish import index_document
from microcare.directory.values import PublicListing
from microcare.extensions import db
from microcare.index.models import IndexDocument
from microcare.index.services import rebuild
from microcare.index.services.fill import first_free_id
from microcare.kernel.clock import FixedClock
from microcare.people.queries import person_by_email
from microcare.places.queries import patch_by_id
from microcare.site.seeding.synthetic.fill import chunks, write_country
from microcare.site.seeding.synthetic.start import CATALYST, begin_country, next_number
from microcare.web.transaction import writing

NUMBER = 60


@pytest.fixture
def made(session: Session) -> Session:
    """A country of sixty listings."""
    task = begin_country(session)
    first, document = next_number(session), first_free_id(session)
    found = chunks(task, first=first, total=NUMBER, first_document=document)
    write_country(found, writing, wrote=lambda _: None)
    session.expire_all()
    return session


def _as_the_services_would(session: Session, public: PublicListing) -> dict[str, Any]:
    listing = listing_by_id(session, public.id)
    assert listing is not None
    patch = patch_by_id(session, public.patch.id)
    assert patch is not None
    assert public.approved_on is not None
    document = public_document(
        listing,
        answers_of(listing),
        seen=checks_seen(session, listing.id),
        patch=patch,
        approved_by=public.approved_by,
        clock=FixedClock(public.published_at),
    )
    return _told(document)


def _told(public: PublicListing) -> dict[str, Any]:
    told = {name: getattr(public, name) for name in public.__slots__}
    told["checks"] = sorted(map(repr, public.checks))
    return {name: told[name] for name in told if name not in {"version_id", "changed_at"}}


def test_its_public_document_is_what_its_answers_make(made: Session) -> None:
    shown = list(public_listings(made))
    assert len(shown) == NUMBER
    for public in shown:
        assert _told(public) == _as_the_services_would(made, public)


def test_it_could_have_been_approved(made: Session) -> None:
    for public in public_listings(made):
        listing = listing_by_id(made, public.id)
        assert listing is not None
        answers = answers_of(listing)
        assert not missing_parts(answers)
        seen = checks_seen(made, listing.id)
        assert not missing_checks(required_checks(answers), seen, today=public.published_at.date())


def test_the_index_holds_what_the_services_would_put(made: Session) -> None:
    before = _index(made)
    rebuild(made, [index_document(public) for public in public_listings(made)])
    made.expire_all()
    assert _index(made) == before


def _index(session: Session) -> dict[str, Any]:
    rows = session.scalars(select(IndexDocument))
    columns = [column.name for column in IndexDocument.__table__.columns if column.name != "id"]
    words = session.execute(text("SELECT word, stem, documents FROM index_word"))
    return {
        "documents": sorted(repr([getattr(row, name) for name in columns]) for row in rows),
        "words": sorted(map(tuple, words)),
        "forms": session.scalar(text("SELECT count(*) FROM index_misspelling")),
    }


def test_the_services_go_on_from_it(made: Session, clock: FixedClock) -> None:
    catalyst = person_by_email(made, CATALYST)
    assert catalyst is not None
    first = next(public_listings(made))
    listing = listing_by_id(made, first.id)
    assert listing is not None
    confirm_listing(made, listing, by=catalyst, clock=clock)
    pause_listing(made, listing, by=catalyst, clock=clock)
    made.flush()
    numbers = select(func.count()).where(ListingVersion.listing_id == listing.id)
    assert made.scalar(numbers) == 3
    assert made.scalar(select(func.count(IndexDocument.id))) == NUMBER - 1


def _run(app: Flask, number: int) -> str:
    result = app.test_cli_runner().invoke(args=["seed", "synthetic", "--listings", str(number)])
    assert result.exit_code == 0, result.output
    return result.output


def test_the_command_makes_so_many_and_then_more(committed_app: Flask) -> None:
    assert "Made 30 listings in" in _run(committed_app, 30)
    _run(committed_app, 12)
    assert db.session.scalar(select(func.count(Listing.id))) == 42
    assert db.session.scalar(select(func.count(IndexDocument.id))) == 42


# Once is enough: what the processes make does not depend on who writes it.
@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_several_processes_make_the_same_as_one(
    committed_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    _run(committed_app, 25)
    alone = sorted(db.session.scalars(select(Listing.slug)))
    task = begin_country(db.session())
    db.session.rollback()
    monkeypatch.setattr("microcare.site.seeding.synthetic.fill.CHUNK", 5)
    together = chunks(task, first=0, total=25, first_document=1)
    at = None
    slugs = []
    for chunk in together:
        listings = next(ready for ready in chunk.batches if ready.table == "listing")
        at = listings.columns.index("slug")
        slugs += [row[at] for row in listings.rows]
    assert sorted(slugs) == alone


def test_it_is_made_on_this_machine_only(committed_app: Flask) -> None:
    committed_app.config["IS_LOOPBACK"] = False
    result = committed_app.test_cli_runner().invoke(args=["seed", "synthetic", "--listings", "1"])
    assert result.exit_code == 1
    assert not db.session.scalar(select(func.count(Listing.id)))
