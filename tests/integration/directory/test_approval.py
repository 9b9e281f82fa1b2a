"""A listing becomes public only by a catalyst's yes, and what was said yes to stays as it was."""

from sqlalchemy.orm import Session

from microcare.directory.queries import public_listing
from tests.factories.directory import make_public_listing


def test_an_approved_listing_can_be_read_by_everybody(session: Session) -> None:
    listing = make_public_listing(session, "Kitchen Table Cooks")
    assert listing.slug == "kitchen-table-cooks"
    assert public_listing(session, "kitchen-table-cooks") == listing
