"""Counts what is looked for, by kind of help, outcode and month; not by whom, nor their words."""

from collections.abc import Sequence

from sqlalchemy import update
from sqlalchemy.orm import Session

from microcare.kernel.clock import Clock
from microcare.search.models import SearchObserved
from microcare.search.values import month_of


def note_search(session: Session, *, help_slugs: Sequence[str], outcode: str, clock: Clock) -> None:
    """Adds one to the count of each kind of help looked for from the outcode this month."""
    month = month_of(clock.today())
    for slug in help_slugs:
        counted = session.execute(
            update(SearchObserved)
            .where(
                SearchObserved.month == month,
                SearchObserved.outcode == outcode,
                SearchObserved.help_slug == slug,
            )
            .values(times=SearchObserved.times + 1)
        )
        if not counted.rowcount:  # type: ignore[attr-defined]
            session.add(SearchObserved(month=month, outcode=outcode, help_slug=slug, times=1))
