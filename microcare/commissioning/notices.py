"""One letter for everything: that there is something to read, and not what."""

from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from microcare.kernel.words import N_
from microcare.mail.values import Button, Letter, links
from microcare.people.queries import person_by_id


def news(session: Session, payload: dict[str, Any], base_url: str) -> Letter | None:
    """Something waits for this person at a page that asks them to sign in."""
    person = person_by_id(session, UUID(payload["person_id"]))
    if person is None:
        return None
    return Letter(
        to=person.email,
        subject=N_("There is something new for you"),
        greeting=person.first_name,
        lines=(N_("Sign in to read it."),),
        button=Button(N_("Read it"), links(base_url)(payload["path"])),
        after=(N_("Nothing happens if you do nothing today."),),
    )


NOTICES = {"commissioning.news": news}
