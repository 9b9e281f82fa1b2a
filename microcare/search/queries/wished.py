"""What people looked for, as a catalyst may see it."""

import uuid
from collections.abc import Collection
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from microcare.search.models import SearchObserved, SearchRequest
from microcare.search.values import LEAST_SHOWN, AskedFor, LookedFor


def requests_for_patches(session: Session, patch_ids: Collection[uuid.UUID]) -> list[AskedFor]:
    """What was asked for in these patches, newest first."""
    rows = session.scalars(
        select(SearchRequest)
        .where(SearchRequest.patch_id.in_(patch_ids))
        .order_by(SearchRequest.asked_on.desc(), SearchRequest.id)
    )
    return [
        AskedFor(
            id=row.id,
            patch_id=row.patch_id,
            words=row.words,
            help_slugs=tuple(row.help_slugs),
            place=row.place,
            outcode=row.outcode,
            asked_on=row.asked_on,
        )
        for row in rows
    ]


def looked_for(
    session: Session, outcodes: Collection[str], *, since: date, helps: Collection[str] = ()
) -> list[LookedFor]:
    """How often each kind of help was looked for there from the month of `since`, most first.

    Counts under LEAST_SHOWN are left out. `helps` narrows to these kinds.
    """
    times = func.sum(SearchObserved.times)
    statement = (
        select(SearchObserved.outcode, SearchObserved.help_slug, times)
        .where(SearchObserved.outcode.in_(outcodes), SearchObserved.month >= since.replace(day=1))
        .group_by(SearchObserved.outcode, SearchObserved.help_slug)
        .having(times >= LEAST_SHOWN)
        .order_by(times.desc(), SearchObserved.outcode, SearchObserved.help_slug)
    )
    if helps:
        statement = statement.where(SearchObserved.help_slug.in_(helps))
    return [LookedFor(outcode, slug, int(n)) for outcode, slug, n in session.execute(statement)]
