"""Asking somebody to help, and stopping it, at once, by the person alone."""

from sqlalchemy.orm import Session

from microcare.kernel.clock import Clock
from microcare.outbox.services import queue
from microcare.people.models import Authority, LinkToken, Person
from microcare.people.services.links import send_link, use_link
from microcare.people.values import (
    MAY_HOLD_MONEY,
    MAY_NAME,
    Invitation,
    LinkTooOld,
    NotForThemselves,
    NotTheirsToName,
    Purpose,
    normal_email,
)


def ask_to_support(
    session: Session,
    person: Person,
    invitation: Invitation,
    *,
    clock: Clock,
    by: Person | None = None,
) -> Authority:
    """Asks somebody, by e-mail, to be this person's supporter; nothing counts until they say yes.

    `by` is the admin who writes down what a council or a court decided; then the person is told.
    Raises NotForThemselves, NotTheirsToName.
    """
    email = normal_email(invitation.email)
    if email == person.email:
        raise NotForThemselves
    if (invitation.type in MAY_NAME) is not (by is None):
        raise NotTheirsToName
    authority = _asked(person, invitation, by=by or person, clock=clock)
    session.add(authority)
    # Flushed for the id that the link carries.
    session.flush()
    send_link(
        session,
        kind="people.support",
        purpose=Purpose.SUPPORT,
        details={"authority_id": str(authority.id)},
        clock=clock,
    )
    if by is not None:
        queue(session, kind="people.named", payload={"authority_id": authority.id}, clock=clock)
    return authority


def _asked(person: Person, invitation: Invitation, *, by: Person, clock: Clock) -> Authority:
    """An authority that nobody has taken up."""
    return Authority(
        person_id=person.id,
        supporter_id=None,
        supporter_name=invitation.name.strip(),
        invited_email=normal_email(invitation.email),
        type=invitation.type.value,
        scope=sorted(act.value for act in invitation.scope),
        limit_pence=invitation.limit_pence if invitation.type in MAY_HOLD_MONEY else None,
        basis=invitation.basis,
        granted_by_id=by.id,
        granted_at=clock.now(),
        accepted_at=None,
        starts_on=clock.today(),
        ends_on=invitation.ends_on,
        revoked_at=None,
    )


def agree_to_support(
    session: Session, link: LinkToken, *, authority: Authority, supporter: Person, clock: Clock
) -> None:
    """Takes up an invitation. Raises LinkUsed, LinkTooOld and NotForThemselves."""
    if supporter.id == authority.person_id:
        raise NotForThemselves
    if authority.revoked_at is not None:
        raise LinkTooOld
    use_link(session, link, clock=clock)
    authority.supporter_id = supporter.id
    authority.accepted_at = clock.now()
    authority.invited_email = None


def stop_support(session: Session, authority: Authority, *, clock: Clock) -> None:
    """Ends an authority at once, and tells whoever held it."""
    authority.revoked_at = clock.now()
    authority.invited_email = None
    if authority.supporter_id is not None:
        queue(
            session,
            kind="people.support_ended",
            payload={"authority_id": authority.id},
            clock=clock,
        )
