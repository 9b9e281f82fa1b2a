"""Points for the map: documents in a viewport."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from microcare.index.models import IndexDocument as Doc
from microcare.index.queries.conditions import conditions_of
from microcare.index.values import MapPoint, Query


def points(session: Session, query: Query, *, limit: int) -> tuple[int, list[MapPoint]]:
    """How many documents the query means, and the points of at most `limit` of them.

    Where there are more, the newest are shown.
    """
    wanted = conditions_of(session, query).all
    rows = session.execute(
        select(Doc.listing_id, Doc.slug, Doc.name, Doc.kind, Doc.lat, Doc.lng)
        .where(wanted)
        .order_by(Doc.published_at.desc(), Doc.listing_id)
        .limit(limit)
    ).all()
    total = len(rows)
    if total == limit:
        total = session.scalar(select(func.count(Doc.id)).where(wanted)) or 0
    return total, [MapPoint(*row) for row in rows]
