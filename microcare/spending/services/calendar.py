"""The secret address of one's own calendar: made anew by a press, and then the old one is over."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from microcare.kernel.clock import Clock
from microcare.kernel.ids import new_token, token_hash
from microcare.spending.models import CalendarLink


def renew_link(session: Session, person_id: UUID, *, clock: Clock) -> str:
    """A new secret for the address of this person's calendar; it is shown once."""
    token = new_token()
    row = session.get(CalendarLink, person_id)
    if row is None:
        row = CalendarLink(person_id=person_id)
        session.add(row)
    row.token_hash, row.made_at = token_hash(token), clock.now()
    return token


def person_of_link(session: Session, token: str) -> UUID | None:
    """Whose calendar a secret opens, or None."""
    rows = select(CalendarLink.person_id)
    return session.scalar(rows.where(CalendarLink.token_hash == token_hash(token)))
