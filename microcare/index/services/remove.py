"""Takes documents out of the index, leaving nothing of theirs behind."""

import uuid
from collections.abc import Sequence

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from microcare.index.engines import engine_of
from microcare.index.models import IndexDocument
from microcare.index.services.vocabulary import take_words


def remove_document(session: Session, listing_id: uuid.UUID) -> None:
    """Takes the listing's document out, if it has one."""
    remove_listings(session, [listing_id])


def remove_listings(session: Session, listing_ids: Sequence[uuid.UUID]) -> None:
    """Takes the documents of these listings out, where they have one."""
    there = IndexDocument.listing_id.in_(listing_ids)
    rows = session.execute(select(IndexDocument.id, IndexDocument.words).where(there)).all()
    if not rows:
        return
    ids = [row.id for row in rows]
    engine_of(session).remove(session, ids)
    session.execute(delete(IndexDocument).where(IndexDocument.id.in_(ids)))
    take_words(session, [row.words for row in rows])
