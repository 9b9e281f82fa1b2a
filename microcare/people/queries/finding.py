"""Reads about people and their links. Roles come loaded with the person."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, joinedload

from microcare.kernel.ids import token_hash
from microcare.people.models import (
    Authority,
    KeptWriting,
    LinkToken,
    Person,
    RecoveryCode,
    RoleGrant,
    SecondFactor,
    SignIn,
)
from microcare.people.policies import is_live_authority
from microcare.people.values import (
    WRITING_KEPT,
    Act,
    AuthorityType,
    Purpose,
    Role,
    Sent,
    normal_email,
)


def person_by_id(session: Session, person_id: UUID) -> Person | None:
    """Somebody with an account, by id."""
    person = session.get(Person, person_id)
    return None if person is None or person.is_gone else person


def person_by_email(session: Session, email: str) -> Person | None:
    """Somebody with an account, by address in any case."""
    rows = select(Person).where(Person.email == normal_email(email))
    return session.scalar(rows.where(Person.deleted_at.is_(None), Person.died_at.is_(None)))


def people_by_ids(session: Session, ids: list[UUID]) -> dict[UUID, Person]:
    """Several people in one read, those who left included, so that old records can be shown."""
    found = session.scalars(select(Person).where(Person.id.in_(ids)))
    return {person.id: person for person in found}


def catalysts_of(session: Session, patch_id: UUID) -> list[Person]:
    """The catalysts of a patch, by name."""
    query = (
        select(Person)
        .join(RoleGrant, RoleGrant.person_id == Person.id)
        .where(
            RoleGrant.patch_id == patch_id,
            RoleGrant.role == Role.CATALYST,
            RoleGrant.ended_at.is_(None),
            Person.deleted_at.is_(None),
        )
        .order_by(Person.name, Person.id)
    )
    return list(session.scalars(query))


def count_admins(session: Session) -> int:
    """How many people look after accounts."""
    query = select(func.count()).where(RoleGrant.role == Role.ADMIN, RoleGrant.ended_at.is_(None))
    return session.scalar(query) or 0


def accounts(session: Session, *, words: str, offset: int, size: int) -> tuple[list[Person], int]:
    """A page of accounts by name, and how many there are; `words` is part of a name or address."""
    query = select(Person).where(Person.deleted_at.is_(None))
    if words:
        part = words.lower()
        query = query.where(
            or_(
                func.lower(Person.name).contains(part, autoescape=True),
                Person.email.contains(part, autoescape=True),
            )
        )
    total = session.scalar(select(func.count()).select_from(query.subquery())) or 0
    page = query.order_by(Person.name, Person.id).offset(offset).limit(size)
    return list(session.scalars(page)), total


def grant_by_id(session: Session, grant_id: UUID) -> RoleGrant | None:
    """A role that is held now."""
    grant = session.get(RoleGrant, grant_id)
    return None if grant is None or grant.ended_at is not None else grant


def sign_in_by_token(session: Session, token: str) -> SignIn | None:
    """The sign-in that a browser's token belongs to, with its person and their roles."""
    return session.scalar(
        select(SignIn)
        .where(SignIn.token_hash == token_hash(token))
        .options(joinedload(SignIn.person).selectinload(Person.grants))
    )


def kept_writing(session: Session, person_id: UUID, *, now: datetime) -> Sent | None:
    """What a person sent when their sign-in was over, within the hour."""
    kept = session.get(KeptWriting, person_id)
    if kept is None or kept.kept_at < now - WRITING_KEPT:
        return None
    return Sent(kept.address, tuple((name, value) for name, value in kept.fields))


def live_sign_ins(session: Session, person_id: UUID) -> list[SignIn]:
    """Where somebody is signed in, the latest first."""
    query = (
        select(SignIn)
        .where(SignIn.person_id == person_id, SignIn.ended_at.is_(None))
        .order_by(SignIn.last_seen_at.desc())
    )
    return list(session.scalars(query))


def link(session: Session, *, token: str, purpose: Purpose) -> LinkToken | None:
    """The link with this token, used and old ones included, if it is for this purpose."""
    return session.scalar(
        select(LinkToken)
        .where(LinkToken.token_hash == token_hash(token), LinkToken.purpose == purpose)
        .options(joinedload(LinkToken.person).selectinload(Person.grants))
    )


def sign_up_link(session: Session, token: str) -> LinkToken | None:
    """The link that makes an account."""
    return link(session, token=token, purpose=Purpose.SIGN_UP)


def sign_in_link(session: Session, token: str) -> LinkToken | None:
    """The link that signs in."""
    return link(session, token=token, purpose=Purpose.SIGN_IN)


def reset_link(session: Session, token: str) -> LinkToken | None:
    """The link that sets a password."""
    return link(session, token=token, purpose=Purpose.RESET)


def new_email_link(session: Session, token: str) -> LinkToken | None:
    """The link that changes an address."""
    return link(session, token=token, purpose=Purpose.NEW_ADDRESS)


def support_link(session: Session, token: str) -> LinkToken | None:
    """The link that asks somebody to be a supporter."""
    return link(session, token=token, purpose=Purpose.SUPPORT)


def second_factor(session: Session, person_id: UUID) -> SecondFactor | None:
    """The person's code app, whether or not it is confirmed."""
    return session.get(SecondFactor, person_id)


def recovery_codes_left(session: Session, person_id: UUID) -> int:
    """How many recovery codes are unused."""
    query = select(func.count()).where(
        RecoveryCode.person_id == person_id, RecoveryCode.used_at.is_(None)
    )
    return session.scalar(query) or 0


def authority_by_id(session: Session, authority_id: UUID) -> Authority | None:
    """An authority that is not revoked, taken up or not."""
    found = session.get(Authority, authority_id)
    return None if found is None or found.revoked_at is not None else found


def authority_of_link(session: Session, asked: LinkToken) -> Authority | None:
    """The authority that a supporter's link would take up, unless it was stopped since."""
    return authority_by_id(session, UUID(asked.details["authority_id"]))


def supporters_of(session: Session, person_id: UUID) -> list[Authority]:
    """Whom a person has asked to help and not stopped, the first asked first."""
    query = (
        select(Authority)
        .where(Authority.person_id == person_id, Authority.revoked_at.is_(None))
        .order_by(Authority.granted_at)
    )
    return list(session.scalars(query))


def authorised_for(session: Session, person_id: UUID) -> list[Authority]:
    """Whom a council or a court named to act for a person, and who was not stopped."""
    found = supporters_of(session, person_id)
    return [one for one in found if one.type == AuthorityType.AUTHORISED_PERSON]


def supporters_of_all(session: Session, person_ids: Collection[UUID]) -> list[Authority]:
    """Everybody whom these people asked to help, who took it up and was not stopped."""
    query = select(Authority).where(
        Authority.person_id.in_(list(person_ids)),
        Authority.accepted_at.is_not(None),
        Authority.revoked_at.is_(None),
    )
    return list(session.scalars(query.order_by(Authority.granted_at, Authority.id)))


def supported_by(session: Session, supporter_id: UUID, *, on: date) -> list[Authority]:
    """Whom a supporter may help on that day, with what authority."""
    query = (
        select(Authority)
        .where(Authority.supporter_id == supporter_id, Authority.revoked_at.is_(None))
        .order_by(Authority.granted_at)
    )
    return [found for found in session.scalars(query) if is_live_authority(found, on)]


def live_helpers(session: Session, person_id: UUID, *, on: date) -> list[Authority]:
    """Who helps a person on this day and may see what is shared, read at the moment of use."""
    return [
        authority
        for authority in supporters_of(session, person_id)
        if is_live_authority(authority, on) and Act.SEE in authority.scope
    ]
