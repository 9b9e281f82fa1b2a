"""Who may answer for a page: a catalyst of its area who does not keep it and has no tie to it."""

from sqlalchemy.orm import Session

from microcare.directory.models import Listing
from microcare.directory.policies import may_keep, may_review
from microcare.directory.queries import interested_ids
from microcare.directory.values import HasInterest, OtherPatch, OwnListing
from microcare.people.models import Person


def check_may_see(session: Session, listing: Listing, by: Person) -> None:
    """Raises OtherPatch, OwnListing, HasInterest."""
    if not may_review(by, listing):
        raise OtherPatch
    if may_keep(by, listing):
        raise OwnListing
    if by.id in interested_ids(session, listing.id):
        raise HasInterest
