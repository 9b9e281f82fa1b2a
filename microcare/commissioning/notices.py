"""Letters about an answer that was passed on for somebody, which say no more than that."""

from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from microcare.kernel.words import N_, Words
from microcare.mail.values import Button, Letter, links
from microcare.people.models import Authority
from microcare.people.queries import person_by_id


def answered_for(session: Session, payload: dict[str, Any], base_url: str) -> Letter | None:
    """Somebody passed on this person's answer, who may change it until promises are made (P31)."""
    authority = session.get(Authority, UUID(payload["authority_id"]))
    if authority is None or authority.person.is_gone:
        return None
    return Letter(
        to=authority.person.email,
        subject=N_("An answer was passed on for you"),
        greeting=authority.person.first_name,
        lines=(
            N_("There is something for you to look at."),
            Words(N_("%(name)s passed on an answer for you."), {"name": authority.supporter_name}),
            N_("Is it what you said? You can change it until promises are made."),
        ),
        button=Button(N_("Look at it"), links(base_url)(f"/groups/{payload['group_id']}/plan")),
        after=(N_("You can also stop them. Look under: People who help me here."),),
    )


def look_again(session: Session, payload: dict[str, Any], base_url: str) -> Letter | None:
    """Somebody's yes waits, because whoever gave it may no longer (P30)."""
    person = person_by_id(session, UUID(payload["person_id"]))
    if person is None:
        return None
    to, path = person, f"/groups/{payload['group_id']}/plan"
    if "authority_id" in payload:
        authority = session.get(Authority, UUID(payload["authority_id"]))
        if authority is None or authority.supporter is None or authority.revoked_at is not None:
            return None
        to, path = authority.supporter, f"/for/{authority.id}{path}"
    return Letter(
        to=to.email,
        subject=N_("An answer waits for another look"),
        greeting=to.first_name,
        lines=(
            N_("An answer was given by somebody who can no longer give it."),
            N_("Nothing is promised on it until you look and answer again."),
        ),
        button=Button(N_("Look at it"), links(base_url)(path)),
        after=(N_("If nobody looks, the plan ends by itself, and nothing is owed."),),
    )


NOTICES = {
    "commissioning.answered_for": answered_for,
    "commissioning.look_again": look_again,
}
