"""Whether a provider may be asked, may offer and may be promised anything: at the moment of use."""

from uuid import UUID

from sqlalchemy.orm import Session

from microcare.commissioning.values import CareNotRegistered, ProviderNotOpen
from microcare.directory.policies import care_basis
from microcare.directory.queries import is_open, public_listing_by_id
from microcare.directory.values import CareBasis, PublicListing
from microcare.kernel.clock import Clock
from microcare.kernel.errors import DomainError


def open_provider(session: Session, listing_id: UUID, *, clock: Clock) -> PublicListing:
    """What everybody may know of a provider who takes work now.

    Raises ProviderNotOpen, and CareNotRegistered (P50).
    """
    listing = public_listing_by_id(session, listing_id)
    if listing is None or listing.is_paused or not is_open(session, listing_id):
        raise ProviderNotOpen
    if care_basis(listing, clock.today()) is CareBasis.UNKNOWN:
        raise CareNotRegistered
    return listing


def takes_work(session: Session, listing_id: UUID, *, clock: Clock) -> bool:
    """Whether `open_provider` would answer."""
    try:
        open_provider(session, listing_id, clock=clock)
    except DomainError:
        return False
    return True
