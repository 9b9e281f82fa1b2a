"""Links that let an owner take up a page."""

import uuid
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from microcare.catalyst.models import Handover
from microcare.kernel.ids import token_hash


def handover_by_token(session: Session, token: str) -> Handover | None:
    """The handover of a letter's link, used and old ones included."""
    return session.scalar(select(Handover).where(Handover.token_hash == token_hash(token)))


def open_handovers(session: Session, listing_id: uuid.UUID, *, now: datetime) -> list[Handover]:
    """The links to a page that still work, the newest first."""
    query = (
        select(Handover)
        .where(
            Handover.listing_id == listing_id,
            Handover.taken_at.is_(None),
            Handover.expires_at > now,
        )
        .order_by(Handover.made_at.desc(), Handover.id)
    )
    return list(session.scalars(query))
