"""What this feature holds about a person, for /my/data."""

from collections.abc import Mapping
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from microcare.kernel.money import pounds
from microcare.kernel.words import N_
from microcare.people.values import Held, Section
from microcare.spending.queries.bills import bills_of
from microcare.spending.queries.telling import outcomes_of


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
    return [Section(name="bills", title=title, entries=entries, kept=kept)] if entries else []
