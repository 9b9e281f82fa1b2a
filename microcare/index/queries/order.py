"""In which order results come. Ties are always settled the same way, by the listing's id."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Double, Float, case, cast, func, literal

from microcare.index.models import IndexDocument as Doc
from microcare.index.sphere import chord2
from microcare.index.values import Query, Sort

# What each part of "best" may add. Words lead, then how near, then room, then freshness.
_WORDS, _NEAR, _ROOM, _CONFIRMED = 1.0, 0.5, 0.1, 0.05
# At this distance, being near counts for half.
_HALF_NEAR_M = 5_000
_FRESH = timedelta(days=100)
Column = ColumnElement[Any]


def order_of(
    query: Query, *, score: Column | None, distance: Column | None, today: date
) -> list[Column]:
    """The keys to order by, for this sort."""
    keys: list[Column] = []
    if query.sort is Sort.PRICE or query.max_pence_an_hour is not None:
        # A price that cannot be set beside the others is kept, after them.
        keys.append(case((Doc.pence_an_hour.is_(None), 1), else_=0))
    if query.sort is Sort.BEST:
        keys.append(_best(score, distance, today).desc())
    elif query.sort is Sort.PRICE:
        keys.append(func.coalesce(Doc.pence_an_hour, Doc.pence).asc().nulls_last())
    elif query.sort is Sort.NEWEST:
        keys.append(Doc.published_at.desc())
    if distance is not None and query.sort is not Sort.NEWEST:
        keys.append(distance.asc())
    return [*keys, Doc.listing_id.asc()]


def _best(score: Column | None, distance: Column | None, today: date) -> Column:
    """Words relative to the best match there is, nearness, room and a recent confirmation."""
    best: Column = case((Doc.has_room, literal(_ROOM, Double)), else_=literal(0.0, Double))
    recent = Doc.confirmed_on >= today - _FRESH
    best = best + case((recent, literal(_CONFIRMED, Double)), else_=literal(0.0, Double))
    if score is not None:
        top = func.max(score).over()
        best = best + _WORDS * cast(score, Float) / func.nullif(cast(top, Float), 0.0)
    if distance is not None:
        best = best + _NEAR / (1.0 + distance / literal(chord2(_HALF_NEAR_M), Double))
    return best
