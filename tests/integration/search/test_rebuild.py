"""`flask index rebuild` holds exactly what is public, as publishing would have put it."""

from datetime import date
from typing import Any

from flask import Flask
from sqlalchemy.orm import Session

from microcare.extensions import db
from microcare.index.queries import find
from microcare.index.services import put_document, remove_document
from microcare.index.values import Query
from tests.factories.directory import make_public_listing
from tests.factories.index import a_document


def _index(session: Session) -> tuple[Any, ...]:
    session.expire_all()
    return find(session, Query("cooking"), today=date(2026, 11, 23)).hits


def test_rebuilding_gives_what_publishing_gave(committed_app: Flask) -> None:
    session = db.session()
    listing = make_public_listing(session)
    session.commit()
    published = _index(session)
    assert [hit.listing_id for hit in published] == [listing.id]
    remove_document(session, listing.id)
    put_document(session, a_document("Cooking that is not a listing any more"))
    session.commit()
    assert _index(session) != published
    result = committed_app.test_cli_runner().invoke(args=["index", "rebuild"])
    assert result.exit_code == 0, result.output
    assert result.output.strip().endswith("1 listings in the index")
    assert _index(db.session()) == published
