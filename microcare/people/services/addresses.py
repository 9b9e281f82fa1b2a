"""Changing the e-mail address of an account: the new one must answer, the old one is told."""

from sqlalchemy.orm import Session

from microcare.kernel.clock import Clock
from microcare.outbox.services import queue
from microcare.people.models import LinkToken, Person
from microcare.people.queries import person_by_email
from microcare.people.services.accounts import put_address
from microcare.people.services.guesses import may_send_letter
from microcare.people.services.links import send_link
from microcare.people.services.signing_in import person_with_link
from microcare.people.values import EmailTaken, Purpose, normal_email


def ask_to_change_email(session: Session, person: Person, *, email: str, clock: Clock) -> None:
    """Sends a link to the new address, unless another account has it; says nothing either way."""
    wanted = normal_email(email)
    if not may_send_letter(session, wanted, clock=clock) or person_by_email(session, wanted):
        return
    send_link(
        session,
        kind="people.new_address",
        purpose=Purpose.NEW_ADDRESS,
        person=person,
        details={"email": wanted},
        clock=clock,
    )


def confirm_new_email(session: Session, link: LinkToken, *, clock: Clock) -> Person:
    """Changes the address to the one that the link was sent to, and tells the old one.

    Raises LinkUsed, LinkTooOld and EmailTaken.
    """
    person = person_with_link(session, link, clock=clock)
    old, wanted = person.email, link.details["email"]
    if person_by_email(session, wanted):
        raise EmailTaken
    person.email = wanted
    put_address(session, person)
    # The letter to the old address finds it here; tidying takes it away with the link.
    link.details = {"old_email": old}
    queue(session, kind="people.address_changed", payload={"link_id": link.id}, clock=clock)
    return person
