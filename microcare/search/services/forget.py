"""Forgets what was asked of a catalyst, when it is too old to act on."""

from datetime import timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from microcare.kernel.clock import Clock
from microcare.search.models import SearchRequest

# docs/data-protection.md, "How long".
WISHES_KEPT = timedelta(days=365)


def forget_old_wishes(session: Session, *, clock: Clock) -> int:
    """Removes wishes sent more than a year ago; answers how many."""
    old = SearchRequest.asked_on < clock.today() - WISHES_KEPT
    return session.execute(delete(SearchRequest).where(old)).rowcount  # type: ignore[attr-defined,no-any-return]
