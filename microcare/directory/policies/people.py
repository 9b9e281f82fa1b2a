"""Who may change, review and approve a listing."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass

from microcare.directory.models import Listing
from microcare.directory.policies.checks import REQUIREMENTS
from microcare.directory.values import (
    CannotDoThatNow,
    ChecksMissing,
    Edit,
    HasInterest,
    MovesAway,
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
    """A catalyst of the listing's patch, or of the one that an edit they were sent moves it to.

    Whether or not it is theirs to approve.
    """
    if person is None:
        return False
    was_sent = listing.edit in (Edit.SENT, Edit.CHANGES_ASKED)
    return listing.patch_id in person.patch_ids or (was_sent and may_decide(person, listing))


def may_decide(person: Person, listing: Listing) -> bool:
    """A catalyst of the patch that it is in, or would be in once the edit is approved."""
    return listing.desk_id in person.patch_ids


@dataclass(frozen=True, slots=True)
class MayApprove:
    """Everything that decides whether somebody may approve: read once, judged here."""

    patch: Patch | None
    nation: Nation | None
    interested_ids: Collection[uuid.UUID]
    missing: Collection[RequiredCheck]


def why_not_approve(person: Person, listing: Listing, facts: MayApprove) -> DomainError | None:
    """The first rule that approving would break, or None."""
    if not may_decide(person, listing) or facts.patch is None:
        return MovesAway() if may_review(person, listing) else OtherPatch()
    if may_keep(person, listing):
        return OwnListing()
    if person.id in facts.interested_ids:
        return HasInterest()
    if not waits_for_catalyst(listing.life):
        return CannotDoThatNow()
    if facts.nation not in REQUIREMENTS:
        return NationNotYet()
    if not (facts.patch.safeguarding_name and facts.patch.safeguarding_phone):
        return NoSafeguardingContact()
    if facts.missing:
        return ChecksMissing(names=", ".join(_named(check) for check in facts.missing))
    return None


def _named(check: RequiredCheck) -> str:
    return f"{check.label} ({check.about})" if check.about else check.label
