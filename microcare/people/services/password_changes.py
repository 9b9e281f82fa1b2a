"""Choosing a new password, with the old one or with a link. Every other browser is signed out."""

from sqlalchemy.orm import Session

from microcare.kernel.clock import Clock
from microcare.outbox.services import queue
from microcare.people.models import LinkToken, Person
from microcare.people.queries import person_by_email
from microcare.people.services.guesses import (
    check_free,
    forget_guesses,
    may_send_letter,
    password_key,
)
from microcare.people.services.links import send_link
from microcare.people.services.passwords import check_rule, hash_password, is_right
from microcare.people.services.sign_ins import end_every_sign_in
from microcare.people.services.signing_in import person_with_link
from microcare.people.values import Purpose, WrongPassword


def send_reset_link(session: Session, *, email: str, clock: Clock) -> None:
    """Sends a link to choose a password, if the address has an account; says nothing either way."""
    person = person_by_email(session, email)
    if may_send_letter(session, email, clock=clock) and person is not None:
        send_link(session, kind="people.reset", purpose=Purpose.RESET, person=person, clock=clock)


def reset_password(session: Session, link: LinkToken, *, password: str, clock: Clock) -> Person:
    """Sets the password of whoever the link was sent to.

    Raises WeakPassword, LinkUsed and LinkTooOld.
    """
    if link.person is not None:
        check_rule(password, email=link.person.email)
    person = person_with_link(session, link, clock=clock)
    _put(session, person, password=password, clock=clock)
    return person


def change_password(
    session: Session, person: Person, *, current: str, password: str, clock: Clock
) -> None:
    """Sets a signed-in person's password. Raises WrongPassword, TooManyTries and WeakPassword.

    Somebody who has none yet need not give one.
    """
    check_free(session, password_key(person.email), field="current_password", clock=clock)
    if person.password_hash is not None and not is_right(current, person.password_hash):
        raise WrongPassword
    check_rule(password, email=person.email)
    _put(session, person, password=password, clock=clock)


def _put(session: Session, person: Person, *, password: str, clock: Clock) -> None:
    person.password_hash = hash_password(password)
    forget_guesses(session, password_key(person.email))
    end_every_sign_in(session, person.id, clock=clock)
    queue(session, kind="people.password_changed", payload={"person_id": person.id}, clock=clock)
