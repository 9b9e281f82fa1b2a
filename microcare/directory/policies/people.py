"""Who may change, review and approve a listing."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass

from microcare.directory.models import Listing
from microcare.directory.values import (
    CannotDoThatNow,
    ChecksMissing,
    HasInterest,
    NationNotYet,
    NoSafeguardingContact,
    OtherPatch,
    OwnListing,
    RequiredCheck,
)
from microcare.directory.values.states import waits_for_catalyst
from microcare.kernel.errors import DomainError
from microcare.people.models import Person
from microcare.places.models import Patch
from microcare.places.values import Nation


def may_keep(person: Person | None, listing: Listing) -> bool:
    """Whoever looks after the listing. Its keepers are loaded with it."""
    return person is not None and person.id in {keeper.person_id for keeper in listing.keepers}


def may_review(person: Person | None, listing: Listing) -> bool:
    """A catalyst of the listing's patch, whether or not it is theirs to approve."""
    return (
        person is not None and listing.patch_id is not None and listing.patch_id in person.patch_ids
    )


@dataclass(frozen=True, slots=True)
class MayApprove:
    """Everything that decides whether somebody may approve: read once, judged here."""

    patch: Patch | None
    nation: Nation | None
    interested_ids: Collection[uuid.UUID]
    missing: Collection[RequiredCheck]


def why_not_approve(person: Person, listing: Listing, facts: MayApprove) -> DomainError | None:
    """The first rule that approving would break, or None."""
    if not may_review(person, listing) or facts.patch is None:
        return OtherPatch()
    if may_keep(person, listing):
        return OwnListing()
    if person.id in facts.interested_ids:
        return HasInterest()
    if not waits_for_catalyst(listing.life):
        return CannotDoThatNow()
    if facts.nation != Nation.ENGLAND:
        return NationNotYet()
    if not (facts.patch.safeguarding_name and facts.patch.safeguarding_phone):
        return NoSafeguardingContact()
    if facts.missing:
        return ChecksMissing(names=", ".join(_named(check) for check in facts.missing))
    return None


def _named(check: RequiredCheck) -> str:
    return f"{check.label} ({check.about})" if check.about else check.label
