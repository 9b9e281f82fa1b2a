"""Who confirms, who pays, and how a bill and a refund are shared out."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from microcare.budgets.values import end_of_funding_year
from microcare.files.models import StoredFile
from microcare.groups.models import Group
from microcare.kernel.clock import LONDON
from microcare.kernel.money import split_by_weight
from microcare.ledger.values import Hold
from microcare.people.models import Person
from microcare.spending.models import Bill, Evidence
from microcare.spending.values import CONFIRMATIONS


@dataclass(frozen=True, slots=True)
class SharedBill:
    """A bill with whoever may look at it: those who share it, and the group as it is now."""

    bill: Bill
    group_id: UUID
    group_name: str
    listing_id: UUID
    request_id: UUID
    provider: str
    sharer_ids: frozenset[UUID]
    member_ids: frozenset[UUID]
    keeper_ids: frozenset[UUID]
    tied_ids: frozenset[UUID]


@dataclass(frozen=True, slots=True)
class OwnReceipt:
    """A receipt with its file and the bill that it is for."""

    receipt: Evidence
    file: StoredFile
    shared: SharedBill


@dataclass(frozen=True, slots=True)
class SentFile:
    """The provider's own bill as a file, with the bill."""

    shared: SharedBill
    file: StoredFile


def owns_receipt(person: Person | None, own: OwnReceipt) -> bool:
    """Its owner. Whoever may act for them is let in here, and nowhere else."""
    return person is not None and person.id == own.receipt.person_id


def shares_bill_file(person: Person | None, sent: SentFile) -> bool:
    """Whoever has a part of the bill that it belongs to."""
    return shares_bill(person, sent.shared)


def keeps_bill_file(person: Person | None, sent: SentFile) -> bool:
    """Whoever looks after the page of the provider that sent it."""
    return keeps_bill(person, sent.shared)


def shares_bill(person: Person | None, shared: SharedBill) -> bool:
    """Whoever has a part of it, also after leaving the group."""
    return person is not None and person.id in shared.sharer_ids


def keeps_bill(person: Person | None, shared: SharedBill) -> bool:
    """Whoever looks after the page of the provider that sent it."""
    return person is not None and person.id in shared.keeper_ids


def may_confirm(person_id: UUID, shared: SharedBill) -> bool:
    """A member or sharer who is neither paid by it nor close to who is (P26)."""
    return (
        person_id in shared.sharer_ids | shared.member_ids
        and person_id not in shared.keeper_ids | shared.tied_ids
        and person_id not in {c.person_id for c in shared.bill.confirmations}
    )


def is_confirmed(bill: Bill) -> bool:
    """Whether two people have said that the total is right."""
    return len(bill.confirmations) >= CONFIRMATIONS


def shares_of_line(pence: int, agreed: Mapping[UUID, int], *, number: int) -> dict[UUID, int]:
    """Each one's part of `pence` for a session, in the proportions agreed; never more than that.

    The whole price is each one's agreed share, to the penny; less is shared out anew.
    """
    people = sorted(agreed)
    if pence == sum(agreed.values()):
        return dict(agreed)
    parts = split_by_weight(pence, [agreed[p] for p in people], turn=number)
    return dict(zip(people, parts, strict=True))


def spread(pence: int, holds: Collection[Hold]) -> dict[UUID, int]:
    """Which hold spends how many of one person's pence: each to its end, the first ones first."""
    parts: dict[UUID, int] = {}
    for hold in sorted(holds, key=lambda h: (h.for_on, h.id)):
        parts[hold.id] = min(pence, hold.pence)
        pence -= parts[hold.id]
    return parts


def stays_owed(hold: Hold, until: date) -> bool:
    """Whether somebody who leaves still owes this: in the notice, or it took place already."""
    return hold.is_kept or hold.for_on <= until


def last_owed_day(today: date, notice_weeks: int) -> date:
    """The last day whose sessions somebody who leaves today still shares (P35)."""
    return today + timedelta(weeks=notice_weeks)


def kept_until(group: Group, *, years: int) -> date | None:
    """The last day that a closed group's book must be kept: its year's end and `years` more.

    The day on which it closed is London's, as the council's year is.
    """
    if group.closed_at is None:
        return None
    ends = end_of_funding_year(group.closed_at.astimezone(LONDON).date())
    return ends.replace(year=ends.year + years)
