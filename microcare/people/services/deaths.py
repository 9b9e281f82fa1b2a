"""An admin records that somebody has died: nobody signs in or acts for them any more (P37).

Whoever holds an authority loses it at that moment, because it is asked at the moment of use. What
it means for groups and money is the business of `spending`.
"""

from sqlalchemy import delete
from sqlalchemy.orm import Session

from microcare.kernel.clock import Clock
from microcare.people.models import (
    DeathRecord,
    KeptWriting,
    LinkToken,
    Person,
    RecoveryCode,
    SecondFactor,
)
from microcare.people.queries import death_of
from microcare.people.services.roles import end_role
from microcare.people.services.sign_ins import end_every_sign_in
from microcare.people.values import AlreadyRecorded, NothingRecorded, NotOnesOwnDeath


def close_for_death(
    session: Session, person: Person, *, basis: str, by: Person, clock: Clock
) -> DeathRecord:
    """Closes an account for sign-in; its name and address stay, because it may be a mistake.

    Roles end. Raises NotOnesOwnDeath, AlreadyRecorded, LastAdmin.
    """
    if by.id == person.id:
        raise NotOnesOwnDeath
    session.refresh(person, ["died_at"], with_for_update=True)
    if person.died_at is not None or person.deleted_at is not None:
        raise AlreadyRecorded
    for grant in person.live_grants:
        end_role(session, grant, by=by, clock=clock)
    end_every_sign_in(session, person.id, clock=clock)
    for table in (LinkToken, KeptWriting, SecondFactor, RecoveryCode):
        session.execute(delete(table).where(table.person_id == person.id))
    record = DeathRecord(
        person_id=person.id, basis=basis.strip(), recorded_by=by.id, recorded_at=clock.now()
    )
    session.add(record)
    session.flush()  # the database lets nobody be dead without a record
    person.died_at = clock.now()
    session.flush()
    return record


def open_after_mistake(session: Session, person: Person, *, by: Person, clock: Clock) -> None:
    """It was wrong: they can sign in again, and whoever might act for them may. Roles are not back.

    Raises NothingRecorded.
    """
    session.refresh(person, ["died_at"], with_for_update=True)
    record = death_of(session, person.id)
    if record is None:
        raise NothingRecorded
    record.taken_back_by, record.taken_back_at = by.id, clock.now()
    session.flush()  # the same
    person.died_at = None
