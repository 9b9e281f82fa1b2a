"""Forgets what was asked of a catalyst, when it is too old to act on."""

import uuid
from collections.abc import Collection
from datetime import timedelta

from sqlalchemy import delete, func, update
from sqlalchemy.orm import Session

from microcare.kernel.clock import Clock
from microcare.people.models import Person
from microcare.search.models import SearchRequest

# docs/data-protection.md, "How long".
WISHES_KEPT = timedelta(days=365)
ADDRESSES_KEPT = timedelta(days=90)


def forget_old_wishes(session: Session, *, clock: Clock) -> int:
    """Removes wishes sent more than a year ago; answers how many."""
    old = SearchRequest.asked_on < clock.today() - WISHES_KEPT
    return session.execute(delete(SearchRequest).where(old)).rowcount  # type: ignore[attr-defined,no-any-return]


def forget_old_addresses(session: Session, *, clock: Clock) -> int:
    """Takes addresses off wishes that nobody answered for ADDRESSES_KEPT; answers how many."""
    old = update(SearchRequest).where(
        SearchRequest.asked_on <= clock.today() - ADDRESSES_KEPT, SearchRequest.email.is_not(None)
    )
    return len(session.execute(old.values(email=None).returning(SearchRequest.id)).all())


def erase(session: Session, person_id: uuid.UUID, _clock: Clock) -> None:
    """Takes a person's address off the wishes that they sent; the wishes never said who."""
    person = session.get_one(Person, person_id)
    theirs = update(SearchRequest).where(func.lower(SearchRequest.email) == person.email)
    session.execute(theirs.values(email=None))


def forget_addresses(session: Session, wish_ids: Collection[uuid.UUID]) -> int:
    """Takes the addresses off these wishes; answers how many had one."""
    these = update(SearchRequest).where(
        SearchRequest.id.in_(list(wish_ids)), SearchRequest.email.is_not(None)
    )
    return len(session.execute(these.values(email=None).returning(SearchRequest.id)).all())
