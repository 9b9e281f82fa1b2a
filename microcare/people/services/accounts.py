"""Accounts: made, renamed, and taken away again."""

from uuid import UUID

from sqlalchemy import delete, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from microcare.kernel.clock import Clock
from microcare.people.models import (
    AccessRecord,
    Authority,
    DeathRecord,
    Deed,
    KeptWriting,
    LinkToken,
    Person,
    RecoveryCode,
    SecondFactor,
    SignIn,
)
from microcare.people.queries import count_admins, person_by_email
from microcare.people.services.passwords import check_rule, hash_password
from microcare.people.values import SOMEBODY_GONE, EmailTaken, LastAdmin, normal_email


def register(
    session: Session,
    *,
    email: str,
    name: str,
    clock: Clock,
    password: str | None = None,
    password_hash: str | None = None,
    is_demonstration: bool = False,
    is_verified: bool = True,
) -> Person:
    """Makes an account for an address that the caller knows to be theirs.

    Hand in a password or its hash, or neither: they can still sign in by a link in an e-mail.
    Raises EmailTaken and WeakPassword.
    """
    if password is not None:
        check_rule(password, email=email)
        password_hash = hash_password(password)
    if person_by_email(session, email):
        raise EmailTaken
    now = clock.now()
    person = Person(
        email=normal_email(email),
        name=name.strip(),
        password_hash=password_hash,
        is_demonstration=is_demonstration,
        created_at=now,
        verified_at=now if is_verified else None,
        deleted_at=None,
    )
    person.grants = []
    put_address(session, person)
    return person


def put_address(session: Session, person: Person) -> None:
    """Writes a new or changed address now. Raises EmailTaken when two ask at the same time."""
    try:
        # Flushed in a savepoint, so that a race for one address ends in words and not in a 500.
        with session.begin_nested():
            session.add(person)
            session.flush()
    except IntegrityError as taken:
        raise EmailTaken from taken


def rename(person: Person, *, name: str) -> None:
    """Puts a person's name right."""
    person.name = name.strip()


def mark_provider(person: Person, *, is_provider: bool = True) -> None:
    """Notes that a person looks after at least one listing, or no longer does."""
    person.is_provider = is_provider


def erase(session: Session, person_id: UUID, clock: Clock) -> None:
    """Takes away all that says who somebody is. The row stays, so that old records still add up.

    Roles end and stay on record: what was approved by whom must be answerable. Raises LastAdmin.
    """
    person = session.get_one(Person, person_id)
    if person.is_admin and count_admins(session) <= 1:
        raise LastAdmin
    now = clock.now()
    for grant in person.live_grants:
        grant.ended_at = now
    for table in (SignIn, LinkToken, SecondFactor, RecoveryCode, KeptWriting, AccessRecord):
        session.execute(delete(table).where(table.person_id == person_id))
    _end_authority(session, person_id, clock)
    session.execute(update(DeathRecord).where(DeathRecord.person_id == person_id).values(basis=""))
    person.email = f"{person.id}@deleted.invalid"
    person.name = SOMEBODY_GONE
    person.password_hash = None
    person.verified_at = None
    person.is_provider = False
    person.deleted_at = now


def _end_authority(session: Session, person_id: UUID, clock: Clock) -> None:
    # What was done for somebody goes with them; who did it for others stays theirs to read.
    session.execute(delete(Deed).where(Deed.person_id == person_id))
    ours = or_(Authority.person_id == person_id, Authority.supporter_id == person_id)
    for authority in session.scalars(select(Authority).where(ours)):
        authority.revoked_at = authority.revoked_at or clock.now()
        authority.supporter_name = SOMEBODY_GONE
        authority.invited_email, authority.basis = None, ""
