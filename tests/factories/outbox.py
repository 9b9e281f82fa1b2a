"""Rows of the outbox, and letters for them to become."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from microcare.kernel.words import Words
from microcare.mail.values import Button, Letter, links
from microcare.outbox.models import OutboxMessage


def rows(session: Session) -> list[OutboxMessage]:
    """Every row, oldest first."""
    return list(session.scalars(select(OutboxMessage).order_by(OutboxMessage.created_at)))


def a_letter(_session: Session, payload: dict[str, Any], base_url: str) -> Letter:
    """A letter with everything a letter can have; its link carries the payload's token."""
    link = links(base_url)
    return Letter(
        to=payload.get("to", "amara") + "@example.org",
        subject="Is your page still right?",
        greeting="Amara",
        lines=["It takes one press.", Words("You said so on %(day)s.", {"day": "9 March"})],
        button=Button("Yes, all still right", link(f"/confirm/{payload.get('token', 'x')}")),
        after=["If you do nothing, we will ask again."],
    )
