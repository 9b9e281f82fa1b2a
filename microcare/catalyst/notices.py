"""The desk's letters. Subject and first line could be about a page of any kind."""

from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from microcare.catalyst.models import Handover
from microcare.catalyst.queries import wish_by_id
from microcare.catalyst.queries import wish_settled as settled_wish
from microcare.kernel.words import N_, Words
from microcare.mail.values import Button, Letter, Text, links
from microcare.people.queries import person_by_id


def handover(session: Session, payload: dict[str, Any], base_url: str) -> Letter | None:
    """To the owner of a page that nobody looks after yet: take it up."""
    row = session.get(Handover, UUID(payload["handover_id"]))
    if row is None or row.email is None:
        return None
    by = person_by_id(session, row.given_by_id)
    return Letter(
        to=row.email,
        subject=N_("There is a page for you to look at"),
        greeting="",
        lines=(
            N_("Someone has begun a page that may be yours."),
            Words(N_("%(name)s wrote your e-mail address."), {"name": by.name if by else ""}),
        ),
        button=Button(N_("See the page"), links(base_url)(f"/take-up/{payload['token']}")),
        after=(N_("The link works for 3 weeks. Do nothing if it is not for you."),),
    )


def wish_settled(session: Session, payload: dict[str, Any], base_url: str) -> Letter | None:
    """To whoever asked for something to start: somebody has looked, and their words."""
    wish = wish_by_id(session, UUID(payload["wish_id"]))
    found = settled_wish(session, wish.id) if wish else None
    if wish is None or wish.email is None or found is None:
        return None
    settled, by = found
    answer: list[Text] = [
        part.strip() for part in (settled.answer or "").splitlines() if part.strip()
    ]
    wrote: Text = Words(N_("%(name)s, a catalyst there, wrote to you:"), {"name": by.name})
    return Letter(
        to=wish.email,
        subject=N_("Someone has looked at what you asked"),
        greeting="",
        lines=(
            N_("You asked us something on our site. Someone has looked."),
            *([wrote, *answer] if answer else []),
        ),
        button=Button(N_("Look again"), links(base_url)("/search")),
        after=(N_("We forget your e-mail a week from now."),),
    )


NOTICES = {"catalyst.handover": handover, "catalyst.wish_settled": wish_settled}
