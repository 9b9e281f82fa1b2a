"""Who confirms, who pays, and how a bill and a refund are shared out."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from microcare.budgets.values import end_of_funding_year
from microcare.commissioning.models import CareSession
from microcare.files.models import StoredFile
from microcare.groups.models import Group
from microcare.kernel.clock import LONDON
from microcare.kernel.money import split_by_weight
from microcare.ledger.values import Hold
from microcare.people.models import Authority, Person
from microcare.people.policies import is_live_authority
from microcare.people.values import Act
from microcare.spending.models import Bill, BillLine, Confirmation, Evidence, LookAsked, Refund
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
    # Of all these, whose account is gone.
    gone_ids: frozenset[UUID]
    # Whom those who share it trust; not every one of these counts today.
    trusted: tuple[Authority, ...]
    # Of these, who was asked in to look at totals of this group, by the id of the authority.
    asked: Mapping[UUID, LookAsked]

    @property
    def paid_by_it(self) -> frozenset[UUID]:
        """Who looks after the provider's page, or said that they are close to who does."""
        return self.keeper_ids | self.tied_ids

    @property
    def own_ids(self) -> frozenset[UUID]:
        """Those who share it and those in the group now."""
        return self.sharer_ids | self.member_ids


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


def sees_bill(person: Person | None, shared: SharedBill, *, on: date) -> bool:
    """Whoever shares it, is in the group, or is trusted with its days and its total on that day.

    Whom they trust and asked in sees it only while another look is missing, or after having looked.
    """
    if person is None:
        return False
    looked = {c.person_id: c.is_member for c in shared.bill.confirmations}
    if person.id in shared.own_ids or looked.get(person.id):
        return True
    helps = {a.supporter_id for a in shared.trusted if a.id in shared.asked and _may_see(a, on)}
    return person.id in helps and (person.id in looked or needs_somebody_trusted(shared))


def _may_see(one: Authority, on: date) -> bool:
    return is_live_authority(one, on) and Act.SEE in one.scope


def keeps_bill(person: Person | None, shared: SharedBill) -> bool:
    """Whoever looks after the page of the provider that sent it."""
    return person is not None and person.id in shared.keeper_ids


def counted(shared: SharedBill) -> list[Confirmation]:
    """The looks that count: by nobody who is paid by it, or close to who is, whenever they said so.

    So a tie that is declared later takes a look away (P26). The database says the same.
    """
    return [c for c in shared.bill.confirmations if c.person_id not in shared.paid_by_it]


def is_confirmed(shared: SharedBill) -> bool:
    """Whether two people said that the total is right, at least one of the group's own (P26)."""
    found = counted(shared)
    return len(found) >= CONFIRMATIONS and any(c.is_member for c in found)


def was_confirmed(shared: SharedBill) -> bool:
    """Whether it is confirmed, or was while somebody paid. No more is told to the provider."""
    return is_confirmed(shared) or bool(shared.bill.paid)


def may_withdraw(shared: SharedBill) -> bool:
    """Whether the provider can take it back: until two have found it right.

    Not until somebody has paid: that would tell the provider who waits for whom (P48).
    """
    return shared.bill.withdrawn_at is None and not was_confirmed(shared)


def needs_somebody_trusted(shared: SharedBill) -> bool:
    """Whether there are not two of the group's own who could look at it, or have."""
    own = shared.own_ids - shared.paid_by_it - shared.gone_ids
    return len(own | {c.person_id for c in counted(shared)}) < CONFIRMATIONS


def is_fit_to_look(one: Authority, shared: SharedBill, on: date) -> bool:
    """Whether this one could be asked in: trusted by one who is not paid by it, and free of it."""
    return (
        one.person_id in shared.own_ids - shared.paid_by_it
        and one.supporter_id is not None
        and one.supporter_id not in shared.paid_by_it | shared.own_ids
        and _may_see(one, on)
    )


def may_ask_to_look(person_id: UUID, one: Authority, shared: SharedBill, *, on: date) -> bool:
    """Whether this person can ask this one in: their own choice, where nobody else is left."""
    is_open = shared.bill.withdrawn_at is None and not is_confirmed(shared)
    is_wanted = is_open and needs_somebody_trusted(shared) and one.id not in shared.asked
    return is_wanted and one.person_id == person_id and is_fit_to_look(one, shared, on)


def is_in_force(one: Authority, shared: SharedBill, on: date) -> bool:
    """Whether what this one was asked in for counts on that day (P26)."""
    asked = shared.asked.get(one.id)
    return asked is not None and asked.counts_on <= on


def trusted_ids(shared: SharedBill, on: date) -> frozenset[UUID]:
    """Who could be the second to look on that day: asked in, told of to all, and long enough."""
    fit = [
        a for a in shared.trusted if is_fit_to_look(a, shared, on) and is_in_force(a, shared, on)
    ]
    return frozenset(a.supporter_id for a in fit if a.supporter_id is not None)


def may_confirm(person_id: UUID, shared: SharedBill, *, on: date) -> bool:
    """Whether this person's look is wanted: one of the group's own who is not paid by it (P26).

    Where there are not two such, the second is somebody whom one of them trusts.
    """
    looked = {c.person_id for c in shared.bill.confirmations}
    if is_confirmed(shared) or person_id in looked | shared.paid_by_it:
        return False
    if person_id in shared.own_ids:
        return True
    is_second = needs_somebody_trusted(shared) and any(c.is_member for c in counted(shared))
    return is_second and person_id in trusted_ids(shared, on)


def may_untie(person_id: UUID, shared: SharedBill) -> bool:
    """Whether somebody can still take back that they are paid by it: until it is confirmed."""
    return person_id in shared.tied_ids and may_withdraw(shared)


def has_part(person_id: UUID, one: CareSession) -> bool:
    """Whether this person promised a part of a session: only they, and its provider, mark it."""
    return any(share.person_id == person_id for share in one.shares)


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


def posts_of(bill: Bill, holds: Collection[Hold], person_id: UUID) -> dict[UUID, int]:
    """Pence that one person's share of a bill spends of each of their holds."""
    parts: dict[UUID, int] = {}
    for line in bill.lines:
        for share in line.shares:
            if share.person_id == person_id:
                parts |= spread(share.pence, [h for h in holds if h.ref == line.session_id])
    return parts


def left_of_line(line: BillLine, refunds: Collection[Refund]) -> dict[UUID, int]:
    """By person, what of their share of a line was not given back yet."""
    left = {share.person_id: share.pence for share in line.shares}
    for refund in refunds:
        if refund.line_id == line.id:
            for share in refund.shares:
                left[share.person_id] -= share.pence
    return left


def stays_owed(hold: Hold, until: date, waits_on: date | None = None) -> bool:
    """Whether somebody who leaves still owes this: in the notice, or it took place already.

    Nothing is owed of a day from `waits_on` on, because it waits for too few people (P36).
    """
    waits = waits_on is not None and hold.for_on >= waits_on
    return hold.is_kept or (hold.for_on <= until and not waits)


def comes_free_at_once(hold: Hold, today: date) -> bool:
    """Whether somebody who has to stop owes nothing of this: it is still to come (P37).

    Today's may have taken place already, so it stays as it was agreed.
    """
    return not hold.is_kept and hold.for_on > today


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
