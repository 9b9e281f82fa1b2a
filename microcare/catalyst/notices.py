"""The desk's letters. Subject and first line could be about a page of any kind."""

from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from microcare.catalyst.models import Handover
from microcare.kernel.words import N_, Words
from microcare.mail.values import Button, Letter, links
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


NOTICES = {"catalyst.handover": handover}
