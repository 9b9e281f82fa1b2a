"""Letters of groups. Nothing in them says what a group is or what it is for."""

from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from microcare.groups.models import Invitation
from microcare.kernel.words import N_, Words
from microcare.mail.values import Button, Letter, links
from microcare.people.queries import person_by_id


def invitation(session: Session, payload: dict[str, Any], base_url: str) -> Letter | None:
    """The link to join, to the address that a member wrote."""
    row = session.get(Invitation, UUID(payload["invitation_id"]))
    if row is None or row.email is None:
        return None
    by = person_by_id(session, row.invited_by)
    name = by.first_name if by else ""
    link = links(base_url)
    return Letter(
        to=row.email,
        subject=N_("Somebody has written to you"),
        greeting="",
        lines=(
            N_("You have a message waiting."),
            Words(N_("It is from %(name)s, who wrote your e-mail address."), {"name": name}),
        ),
        button=Button(N_("Read it"), link(f"/groups/invitations/{payload['token']}")),
        after=(N_("The link works for 3 weeks. Do nothing if you do not know them."),),
    )


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


NOTICES = {"groups.invitation": invitation, "groups.news": news}
