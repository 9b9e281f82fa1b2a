"""What people asked a catalyst for and nobody has dealt with yet."""

import uuid
from collections.abc import Collection

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from microcare.catalyst.models import WishSettled
from microcare.people.models import Person
from microcare.search.models import SearchRequest
from microcare.search.values import AskedFor


def open_wishes(
    session: Session, patch_ids: Collection[uuid.UUID], *, offset: int = 0, size: int
) -> tuple[list[AskedFor], int]:
    """A part of the wishes sent to these patches, the newest first; and how many are open."""
    these = (
        SearchRequest.patch_id.in_(list(patch_ids)),
        ~select(WishSettled).where(WishSettled.request_id == SearchRequest.id).exists(),
    )
    query = (
        select(SearchRequest)
        .where(*these)
        .order_by(SearchRequest.asked_on.desc(), SearchRequest.id)
        .offset(offset)
        .limit(size)
    )
    found = [
        AskedFor(
            id=row.id,
            patch_id=row.patch_id,
            words=row.words,
            help_slugs=tuple(row.help_slugs),
            place=row.place,
            outcode=row.outcode,
            asked_on=row.asked_on,
            wants_answer=row.email is not None,
        )
        for row in session.scalars(query)
    ]
    return found, session.scalar(select(func.count(SearchRequest.id)).where(*these)) or 0


def wish_settled(session: Session, wish_id: uuid.UUID) -> tuple[WishSettled, Person] | None:
    """Who dealt with a wish, when, and with which words; None while it is open."""
    query = (
        select(WishSettled, Person)
        .join(Person, Person.id == WishSettled.settled_by_id)
        .where(WishSettled.request_id == wish_id)
    )
    row = session.execute(query).first()
    return (row[0], row[1]) if row else None


def wish_by_id(session: Session, wish_id: uuid.UUID) -> SearchRequest | None:
    """One wish, dealt with or not."""
    return session.get(SearchRequest, wish_id)
