"""The two ways in: a password, or a link in an e-mail."""

from sqlalchemy.orm import Session

from microcare.kernel.clock import Clock
from microcare.people.models import LinkToken, Person
from microcare.people.queries import person_by_email
from microcare.people.services.guesses import (
    check_free,
    forget_guesses,
    may_send_letter,
    note_wrong,
    password_key,
)
from microcare.people.services.links import send_link, use_link
from microcare.people.services.passwords import hash_password, is_outdated, is_right
from microcare.people.values import LinkTooOld, Purpose, WrongSignIn


def person_with_password(session: Session, *, email: str, password: str, clock: Clock) -> Person:
    """Whoever has this address and this password. Raises WrongSignIn and TooManyTries."""
    key = password_key(email)
    check_free(session, key, field="password", clock=clock)
    person = person_by_email(session, email)
    if not is_right(password, person.password_hash if person else None) or person is None:
        raise WrongSignIn
    if person.password_hash and is_outdated(person.password_hash):
        person.password_hash = hash_password(password)
    forget_guesses(session, key)
    return person


def note_wrong_password(session: Session, email: str, *, clock: Clock) -> None:
    """Counts a wrong password, in a transaction that outlives the refusal."""
    note_wrong(session, password_key(email), clock=clock)


def send_sign_in_link(session: Session, *, email: str, way_on: str, clock: Clock) -> None:
    """Sends a link to sign in, if the address has an account; says nothing either way."""
    person = person_by_email(session, email)
    if may_send_letter(session, email, clock=clock) and person is not None:
        send_link(
            session,
            kind="people.sign_in",
            purpose=Purpose.SIGN_IN,
            person=person,
            details={"way_on": way_on},
            clock=clock,
        )


def person_with_link(session: Session, link: LinkToken, *, clock: Clock) -> Person:
    """Whoever the link was sent to; having it shows that the address is theirs.

    Raises LinkUsed and LinkTooOld.
    """
    use_link(session, link, clock=clock)
    person = link.person
    if person is None or person.is_gone:
        raise LinkTooOld
    person.verified_at = person.verified_at or clock.now()
    return person
