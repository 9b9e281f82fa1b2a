"""Who has died, as it was recorded."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from microcare.kernel.words import N_
from microcare.people.models import DeathRecord, Person
from microcare.people.values import Held, Section


def account_by_id(session: Session, person_id: UUID) -> Person | None:
    """An account that is there, also of somebody who has died: for the admin's page of it."""
    person = session.get(Person, person_id)
    return None if person is None or person.deleted_at is not None else person


def death_of(session: Session, person_id: UUID) -> DeathRecord | None:
    """What was recorded and not taken back."""
    rows = select(DeathRecord).where(DeathRecord.person_id == person_id)
    return session.scalar(rows.where(DeathRecord.taken_back_at.is_(None)))


def deaths_section(session: Session, person_id: UUID) -> Section:
    """What was recorded of somebody by mistake: whoever reads it is alive."""
    rows = select(DeathRecord).where(DeathRecord.person_id == person_id)
    entries: tuple[dict[str, Held], ...] = tuple(
        {
            N_("It was recorded that you had died"): row.recorded_at,
            N_("How somebody came to think so"): row.basis,
            N_("It was taken back"): row.taken_back_at,
        }
        for row in session.scalars(rows.order_by(DeathRecord.recorded_at))
    )
    return Section(name="deaths", title=N_("What was recorded by mistake"), entries=entries)
