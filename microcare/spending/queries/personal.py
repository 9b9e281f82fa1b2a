"""What this feature holds about a person, for /my/data."""

from collections.abc import Mapping
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from microcare.kernel.money import pounds
from microcare.kernel.words import N_
from microcare.people.values import Held, Section
from microcare.spending.models import MissingReceipt
from microcare.spending.queries.bills import bills_of
from microcare.spending.queries.evidence import evidence_of
from microcare.spending.queries.telling import outcomes_of
from microcare.spending.values.evidence import EvidenceKind

_WHAT = {
    EvidenceKind.RECEIPT: N_("A receipt"),
    EvidenceKind.STATEMENT: N_("You found it on your bank statement"),
}


def personal_data(session: Session, person_id: UUID) -> list[Section]:
    """A person's own part of each bill."""
    bills = bills_of(session, person_id)
    ever = datetime.max.replace(tzinfo=UTC)
    did = outcomes_of(session, person_id, [bill.id for bill in bills], before=ever)
    entries: tuple[Mapping[str, Held], ...] = tuple(
        {
            N_("Bill from"): bill.provider,
            N_("Sent"): bill.sent_at,
            N_("Your part"): f"£{pounds(bill.my_pence):.2f}",
            N_("You said you paid"): bill.has_paid,
            N_("What it did for you"): did.get(bill.id, ""),
            N_("Money back"): f"£{pounds(sum(r.pence for r in bill.refunds)):.2f}",
        }
        for bill in bills
    )
    kept = N_("Sums stay under a random number, as the law asks. Names do not.")
    title = N_("Your bills")
    found = [Section(name="bills", title=title, entries=entries, kept=kept)] if entries else []
    return [*found, *_receipts(session, person_id)]


def _receipts(session: Session, person_id: UUID) -> list[Section]:
    """What they added to show that they paid, and what they were asked for."""
    added: list[Mapping[str, Held]] = [
        {
            N_("What"): _WHAT[EvidenceKind(row.kind)],
            N_("Added"): row.added_at,
            N_("Replaced or removed"): row.ended_at,
            N_("The file is kept"): row.file_id is not None,
        }
        for row in evidence_of(session, person_id)
    ]
    rows = select(MissingReceipt).where(MissingReceipt.person_id == person_id)
    missing: list[Mapping[str, Held]] = [
        {
            N_("Missing since"): row.since,
            N_("Letters about it"): row.reminded,
            N_("You asked a catalyst"): row.asked_at,
        }
        for row in session.scalars(rows.order_by(MissingReceipt.since, MissingReceipt.id))
    ]
    entries = (*added, *missing)
    title = N_("Your receipts")
    return [Section(name="receipts", title=title, entries=entries)] if entries else []
