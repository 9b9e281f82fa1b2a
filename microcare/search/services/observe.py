"""Counts what is looked for, by kind of help, outcode and month; not by whom, nor their words."""

from collections.abc import Sequence

from sqlalchemy import update
from sqlalchemy.orm import Session

from microcare.kernel.clock import Clock
from microcare.search.models import SearchObserved
from microcare.search.values import month_of


def note_search(
    session: Session, *, help_slugs: Sequence[str], outcode: str, is_unmet: bool, clock: Clock
) -> None:
    """Adds one to the count of each kind of help looked for from the outcode this month.

    `is_unmet` says that nothing was found.
    """
    month, unmet = month_of(clock.today()), int(is_unmet)
    for slug in help_slugs:
        counted = session.execute(
            update(SearchObserved)
            .where(
                SearchObserved.month == month,
                SearchObserved.outcode == outcode,
                SearchObserved.help_slug == slug,
            )
            .values(times=SearchObserved.times + 1, unmet=SearchObserved.unmet + unmet)
        )
        if not counted.rowcount:  # type: ignore[attr-defined]
            key = {"month": month, "outcode": outcode, "help_slug": slug}
            session.add(SearchObserved(**key, times=1, unmet=unmet))
