"""Who last changed whom to ring in an area."""

import uuid

from sqlalchemy import select
from sqlalchemy.orm import Session

from microcare.catalyst.models import ContactChange
from microcare.people.models import Person


def last_contact_change(
    session: Session, patch_id: uuid.UUID
) -> tuple[ContactChange, Person] | None:
    """The newest change and who made it, or None where it never was."""
    query = (
        select(ContactChange, Person)
        .join(Person, Person.id == ContactChange.changed_by_id)
        .where(ContactChange.patch_id == patch_id)
        .order_by(ContactChange.changed_at.desc(), ContactChange.id)
        .limit(1)
    )
    row = session.execute(query).first()
    return (row[0], row[1]) if row else None
