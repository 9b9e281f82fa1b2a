"""Who may work which desk, and which checks are met."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from microcare.catalyst.models import Handover
from microcare.directory.models import Listing, ListingReport
from microcare.directory.policies import may_review, missing_checks
from microcare.directory.values import CheckSeen, RequiredCheck
from microcare.people.models import Person
from microcare.places.models import Patch
from microcare.search.models import SearchRequest
from microcare.spending.models import MissingReceipt


@dataclass(frozen=True, slots=True)
class ReportOn:
    """What somebody says is wrong, with the listing it is about."""

    report: ListingReport
    listing: Listing


@dataclass(frozen=True, slots=True)
class CheckRow:
    """A check that the work needs, what was last seen of it, and whether that is enough."""

    needed: RequiredCheck
    seen: CheckSeen | None
    is_met: bool


def may_settle_report(person: Person | None, found: ReportOn) -> bool:
    """A catalyst of the patch of the listing that it is about."""
    return may_review(person, found.listing)


def may_settle_wish(person: Person | None, wish: SearchRequest) -> bool:
    """A catalyst of the patch that was asked."""
    return person is not None and wish.patch_id in person.patch_ids


def may_help_with_receipt(person: Person | None, asked: MissingReceipt) -> bool:
    """A catalyst of the patch that was asked, as long as it is."""
    return person is not None and asked.patch_id in person.patch_ids


def may_set_contact(person: Person | None, patch: Patch) -> bool:
    """A catalyst of the patch; and an admin, because it is a setting of the site."""
    return person is not None and (patch.id in person.patch_ids or person.is_admin)


def is_open_handover(handover: Handover, now: datetime) -> bool:
    """Whether its link still works."""
    return handover.taken_at is None and now < handover.expires_at


def check_rows(
    needed: Sequence[RequiredCheck], seen: Iterable[CheckSeen], *, today: date
) -> list[CheckRow]:
    """The checklist: each check that the work needs beside what was seen of it."""
    latest = {(one.kind, one.about): one for one in seen}
    missing = missing_checks(needed, list(latest.values()), today=today)
    return [
        CheckRow(check, latest.get((check.kind, check.about)), check not in missing)
        for check in needed
    ]
