"""Keeps what was being written when a sign-in ended, for the same person, for an hour."""

from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from microcare.kernel.clock import Clock
from microcare.kernel.words import without_hidden
from microcare.people.models import KeptWriting, Person
from microcare.people.values import Sent


def keep_writing(session: Session, person_id: UUID, sent: Sent, *, clock: Clock) -> None:
    """Keeps what was sent, in the place of anything kept before."""
    # Locked, so that two forms sent at once do not meet in the key.
    session.execute(select(Person.id).where(Person.id == person_id).with_for_update())
    forget_writing(session, person_id)
    fields = [[without_hidden(name), without_hidden(value)] for name, value in sent.fields]
    kept = KeptWriting(person_id=person_id, address=sent.address, fields=fields)
    kept.kept_at = clock.now()
    session.add(kept)


def forget_writing(session: Session, person_id: UUID) -> None:
    """Forgets it: it was sent again, or its person has gone."""
    session.execute(delete(KeptWriting).where(KeptWriting.person_id == person_id))
