"""Shows a provider how their page would look, before a catalyst has said anything."""

from sqlalchemy.orm import Session

from microcare.directory.models import Listing
from microcare.directory.policies import missing_parts
from microcare.directory.queries import answers_of, checks_seen
from microcare.directory.services.document import public_document
from microcare.directory.values import NotFinished, PublicListing
from microcare.kernel.clock import Clock
from microcare.places.queries import patch_by_id


def preview_listing(session: Session, listing: Listing, *, clock: Clock) -> PublicListing:
    """The document that approving its answers now would make; nothing is kept.

    Raises NotFinished while a part that must be answered is missing.
    """
    answers = answers_of(listing)
    patch = patch_by_id(session, listing.desk_id) if listing.desk_id else None
    if patch is None or missing_parts(answers):
        raise NotFinished
    seen = checks_seen(session, listing.id)
    return public_document(listing, answers, seen=seen, patch=patch, approved_by="", clock=clock)
