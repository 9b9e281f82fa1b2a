"""What people looked for and did not find, as a catalyst may see it."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from microcare.search.models import SearchObserved
from microcare.search.values import LEAST_SHOWN, NotFound


def not_found(session: Session, outcodes: Collection[str], *, since: date) -> list[NotFound]:
    """How often each kind of help was looked for there and not found, from the month of `since`.

    Most first. Counts under LEAST_SHOWN are left out.
    """
    times = func.sum(SearchObserved.unmet)
    statement = (
        select(SearchObserved.outcode, SearchObserved.help_slug, times)
        .where(SearchObserved.outcode.in_(outcodes), SearchObserved.month >= since.replace(day=1))
        .group_by(SearchObserved.outcode, SearchObserved.help_slug)
        .having(times >= LEAST_SHOWN)
        .order_by(times.desc(), SearchObserved.outcode, SearchObserved.help_slug)
    )
    return [NotFound(outcode, slug, int(n)) for outcode, slug, n in session.execute(statement)]
