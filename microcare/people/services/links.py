"""Links in e-mails: made, sent, and used once."""

from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from microcare.kernel.clock import Clock
from microcare.kernel.ids import new_token, token_hash
from microcare.outbox.services import queue
from microcare.people.models import LinkToken, Person
from microcare.people.values import LIFETIME, LinkTooOld, LinkUsed, Purpose


def make_link(
    session: Session,
    *,
    purpose: Purpose,
    clock: Clock,
    person: Person | None = None,
    details: dict[str, Any] | None = None,
) -> tuple[LinkToken, str]:
    """A new link and its token, which is kept nowhere but in what is handed on."""
    token = new_token()
    made = LinkToken(
        person=person,
        purpose=purpose.value,
        token_hash=token_hash(token),
        details=details or {},
        created_at=clock.now(),
        expires_at=clock.now() + LIFETIME[purpose],
        used_at=None,
    )
    session.add(made)
    # Flushed for the id that the letter's row carries.
    session.flush()
    return made, token


def send_link(
    session: Session,
    *,
    kind: str,
    purpose: Purpose,
    clock: Clock,
    person: Person | None = None,
    details: dict[str, Any] | None = None,
) -> LinkToken:
    """Makes a link and owes the letter of `kind` that carries it."""
    made, token = make_link(session, purpose=purpose, clock=clock, person=person, details=details)
    queue(session, kind=kind, payload={"link_id": made.id, "token": token}, clock=clock)
    return made


def use_link(session: Session, link: LinkToken, *, clock: Clock) -> None:
    """Spends a link. Two presses at once cannot both win: the row is changed only while unused.

    Raises LinkUsed and LinkTooOld.
    """
    if link.used_at is None and clock.now() >= link.expires_at:
        raise LinkTooOld
    spent = session.execute(
        update(LinkToken)
        .where(LinkToken.id == link.id, LinkToken.used_at.is_(None))
        .values(used_at=clock.now())
        .returning(LinkToken.id)
    )
    if spent.first() is None:
        raise LinkUsed
