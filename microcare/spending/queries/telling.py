"""The words beside the figures of a statement: who was paid, for what, and how we know.

What the ledger writes carries our own ids: a hold's `ref` is a meeting; the key of paying names the
bill, the key of money back the refund. So a figure finds its words, and never another's.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from microcare.budgets.models import Purpose
from microcare.commissioning.models import (
    Agreement,
    CareSession,
    Offer,
    OwnPurpose,
    SessionShare,
)
from microcare.groups.models import Group
from microcare.kernel.clock import LONDON
from microcare.ledger.values import Bucket
from microcare.ledger.values.chain import Entry
from microcare.spending.models import Bill, BillLine, BillOutcome, BillShare, Refund
from microcare.spending.queries.evidence import evidence_of, standing_at
from microcare.spending.values.evidence import EvidenceKind
from microcare.spending.values.statement import PUT_RIGHT, Meeting, Proof


@dataclass(frozen=True, slots=True)
class Told:
    """What is known beside the ledger of the entries of one purse."""

    meetings: dict[UUID, Meeting] = field(default_factory=dict)
    references: dict[UUID, str] = field(default_factory=dict)
    # How many shared a bill's line, by bill and meeting.
    sharers: dict[tuple[UUID, UUID], int] = field(default_factory=dict)
    reasons: dict[UUID, str] = field(default_factory=dict)
    came: dict[UUID, date] = field(default_factory=dict)
    # What a bill did for the person, by bill.
    outcomes: dict[UUID, str] = field(default_factory=dict)
    # Bills that had a receipt of this person's, and that they found on their bank statement.
    with_receipt: set[UUID] = field(default_factory=set)
    on_statement: set[UUID] = field(default_factory=set)

    def meeting(self, entry: Entry) -> Meeting | None:
        """What an entry is for, with how many shared what was billed; else how many agreed to."""
        if entry.hold is None or entry.hold.ref not in self.meetings:
            return None
        found = self.meetings[entry.hold.ref]
        people = self.sharers.get((_named(entry), entry.hold.ref), found.people)
        return replace(found, people=people)

    def promised(self, ref: UUID) -> Meeting | None:
        """What a promise is for."""
        return self.meetings.get(ref)

    def reference(self, entry: Entry) -> str:
        """The number on the bill that was paid, or ""."""
        return self.references.get(_named(entry), "")

    def reason(self, entry: Entry) -> str:
        """Why money came back, or that it had never gone, or ""."""
        return PUT_RIGHT if entry.reverses else self.reasons.get(_named(entry), "")

    def outcome(self, entry: Entry) -> str:
        """What a payment did for the person's plan, in their words, or ""."""
        return self.outcomes.get(_named(entry), "")

    def came_on(self, entry: Entry) -> date | None:
        """When money that was owed back had come, by its owner's word."""
        return self.came.get(_named(entry))

    def has_receipt(self, entry: Entry) -> bool:
        """Whether a receipt of this payment was there."""
        return _named(entry) in self.with_receipt

    def proof(self, entry: Entry) -> Proof:
        """How we know of a payment: what the bank says, else a receipt, else its owner's word."""
        if _named(entry) in self.on_statement:
            return Proof.ON_STATEMENT
        return Proof.BY_RECEIPT if self.has_receipt(entry) else Proof.BY_YOU


def _named(entry: Entry) -> UUID:
    """The id that ends the key of an entry ("pay ...", "refund ...", "came ..."), or no one's."""
    try:
        return UUID(entry.key.rpartition(" ")[2])
    except ValueError:
        return UUID(int=0)


def told_of(
    session: Session, person_id: UUID, entries: Collection[Entry], *, before: datetime
) -> Told:
    """The words for these entries of one person's purse, and the proof, as before an instant."""
    refs = {entry.hold.ref for entry in entries if entry.hold}
    paid = {_named(e) for e in entries if e.target is Bucket.SPENT}
    owed = {_named(e) for e in entries if e.target is Bucket.REFUND_DUE}
    shown = evidence_of(session, person_id, paid)
    return Told(
        meetings=_meetings(session, refs, _pledged(session, person_id, entries, refs)),
        with_receipt=standing_at(shown, EvidenceKind.RECEIPT, before),
        on_statement=standing_at(shown, EvidenceKind.STATEMENT, before),
        references=_references(session, paid),
        sharers=_sharers(session, paid),
        reasons=_reasons(session, owed),
        came=_came(entries),
        outcomes=outcomes_of(session, person_id, paid, before=before),
    )


def outcomes_of(
    session: Session, person_id: UUID, bills: Collection[UUID], *, before: datetime
) -> dict[UUID, str]:
    """What these bills did for one person, as they last said before an instant."""
    rows = select(BillOutcome).where(
        BillOutcome.person_id == person_id,
        BillOutcome.bill_id.in_(list(bills)),
        BillOutcome.said_at < before,
    )
    found = session.scalars(rows.order_by(BillOutcome.said_at, BillOutcome.id))
    return {outcome.bill_id: outcome.words for outcome in found}


def _came(entries: Iterable[Entry]) -> dict[UUID, date]:
    way = (Bucket.REFUND_DUE, Bucket.AVAILABLE)
    return {
        _named(e): e.at.astimezone(LONDON).date() for e in entries if (e.source, e.target) == way
    }


def _pledged(
    session: Session, person_id: UUID, entries: Collection[Entry], refs: set[UUID]
) -> dict[UUID, tuple[str, str]]:
    """By meeting: what the yes said this money is for, and why where no plan names it."""
    rows = (
        select(CareSession.id, Purpose.words, OwnPurpose.outside)
        .join(OwnPurpose, OwnPurpose.agreement_id == CareSession.agreement_id)
        .outerjoin(Purpose, Purpose.id == OwnPurpose.purpose_id)
        .where(CareSession.id.in_(refs), OwnPurpose.person_id == person_id)
        .where(OwnPurpose.budget_id.in_({entry.purse for entry in entries}))
    )
    return {ref: (words or "", outside) for ref, words, outside in session.execute(rows)}


def _meetings(
    session: Session, refs: set[UUID], pledged: Mapping[UUID, tuple[str, str]]
) -> dict[UUID, Meeting]:
    people = (
        select(func.count())
        .where(SessionShare.session_id == CareSession.id)
        .correlate(CareSession)
        .scalar_subquery()
    )
    rows = (
        select(CareSession.id, CareSession.day, Group.name, Offer, people)
        .join(Agreement, Agreement.id == CareSession.agreement_id)
        .join(Offer, Offer.id == Agreement.offer_id)
        .join(Group, Group.id == Agreement.group_id)
        .where(CareSession.id.in_(refs))
    )
    return {
        ref: Meeting(
            on=day,
            payee=offer.provider,
            group=group,
            what=offer.includes,
            times=offer.times,
            people=count,
            purpose=pledged.get(ref, ("", ""))[0],
            outside=pledged.get(ref, ("", ""))[1],
        )
        for ref, day, group, offer, count in session.execute(rows)
    }


def _references(session: Session, bills: set[UUID]) -> dict[UUID, str]:
    rows = session.execute(select(Bill.id, Bill.reference).where(Bill.id.in_(bills)))
    return {bill: reference for bill, reference in rows}


def _sharers(session: Session, bills: set[UUID]) -> dict[tuple[UUID, UUID], int]:
    rows = (
        select(BillLine.bill_id, BillLine.session_id, func.count())
        .join(BillShare, BillShare.line_id == BillLine.id)
        .where(BillLine.bill_id.in_(bills))
        .group_by(BillLine.bill_id, BillLine.session_id)
    )
    return {(bill, ref): count for bill, ref, count in session.execute(rows)}


def _reasons(session: Session, refunds: set[UUID]) -> dict[UUID, str]:
    rows = session.execute(select(Refund.id, Refund.reason).where(Refund.id.in_(refunds)))
    return {refund: reason for refund, reason in rows}
