"""A listing's history as it is told: like acts in a row become one line."""

import uuid
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from microcare.catalyst.values import ASK_AGAIN_AFTER, Said
from microcare.directory.models import ListingEvent
from microcare.directory.values import Act

# What a note is about, where it is more than somebody's words.
TIE, STILL_RIGHT, HANDED = "interest", "still_right", "handover"


def told(history: Iterable[ListingEvent]) -> list[Said]:
    """The lines of a history, the newest first; a run of answers by one person is one line."""
    lines: list[Said] = []
    for event in history:
        act = Act(event.act)
        last = lines[-1] if lines else None
        if last and act == last.act == Act.ANSWER and event.by_name == last.by:
            lines[-1] = Said(act, last.by, last.at, count=last.count + 1)
        else:
            lines.append(Said(act, event.by_name, event.at, event.about, event.words))
    return lines


def asked_lately(session: Session, listing_id: uuid.UUID, *, now: datetime) -> bool:
    """Whether a catalyst asked its keepers, within ASK_AGAIN_AFTER, if it is still right."""
    query = select(ListingEvent.id).where(
        ListingEvent.listing_id == listing_id,
        ListingEvent.about == STILL_RIGHT,
        ListingEvent.at > now - ASK_AGAIN_AFTER,
    )
    return session.scalar(query.limit(1)) is not None
