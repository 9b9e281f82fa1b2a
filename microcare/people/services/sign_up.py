"""Making an account: nothing is made until the link in the e-mail is pressed.

The answer is the same whether or not the address has an account; only its owner's letter differs.
"""

from sqlalchemy.orm import Session

from microcare.kernel.clock import Clock
from microcare.kernel.ids import token_hash
from microcare.people.models import LinkToken, Person
from microcare.people.queries import person_by_email
from microcare.people.services.accounts import register
from microcare.people.services.guesses import may_send_letter
from microcare.people.services.links import send_link, use_link
from microcare.people.services.passwords import check_rule, hash_password
from microcare.people.values import Newcomer, Purpose, normal_email


def ask_to_sign_up(
    session: Session, newcomer: Newcomer, *, browser: str, way_on: str, clock: Clock
) -> None:
    """Sends a link that makes the account, or, to an address that has one, a link to sign in.

    `browser` is a secret that only the asking browser holds; `way_on` the path to go to after.
    Raises WeakPassword.
    """
    password_hash = None
    if newcomer.password:
        check_rule(newcomer.password, email=newcomer.email)
        # Hashed before looking, so that the time taken tells nothing.
        password_hash = hash_password(newcomer.password)
    if not may_send_letter(session, newcomer.email, clock=clock):
        return
    person = person_by_email(session, newcomer.email)
    if person is not None:
        send_link(
            session,
            kind="people.has_account",
            purpose=Purpose.SIGN_IN,
            person=person,
            details={"way_on": way_on},
            clock=clock,
        )
        return
    details = {
        "name": newcomer.name.strip(),
        "email": normal_email(newcomer.email),
        "password_hash": password_hash,
        "browser": token_hash(browser),
        "way_on": way_on,
    }
    send_link(session, kind="people.sign_up", purpose=Purpose.SIGN_UP, details=details, clock=clock)


def confirm_sign_up(session: Session, link: LinkToken, *, browser: str, clock: Clock) -> Person:
    """Makes the account that the link was sent for, of somebody who has just agreed to it.

    The password counts only in the browser that chose it: otherwise whoever typed somebody else's
    address could wait for them to press the link, and then sign in as them.
    Raises LinkUsed, LinkTooOld and EmailTaken.
    """
    use_link(session, link, clock=clock)
    asked = link.details
    is_same_browser = token_hash(browser) == asked["browser"]
    person = register(
        session,
        email=asked["email"],
        name=asked["name"],
        password_hash=asked["password_hash"] if is_same_browser else None,
        clock=clock,
    )
    person.agreed_at = clock.now()
    link.details = {"way_on": asked["way_on"]}
    return person
