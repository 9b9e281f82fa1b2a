"""Finds a page of results. As many statements for 2 documents as for 20."""

from datetime import date
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from microcare.index.models import IndexDocument as Doc
from microcare.index.queries.conditions import Conditions, conditions_of
from microcare.index.queries.facets import facets_of
from microcare.index.queries.hits import hit_of
from microcare.index.queries.order import order_of
from microcare.index.sphere import metres
from microcare.index.values import Answer, Hit, Query


def find(
    session: Session, query: Query, *, page: int = 1, per_page: int = 20, today: date
) -> Answer:
    """Page `page` (from 1) of what the query means, with the exact total and the counts."""
    wanted = conditions_of(session, query)
    facets = facets_of(session, wanted)
    offset = (page - 1) * per_page
    hits: tuple[Hit, ...] = ()
    if offset < facets.total:
        ranked = _ranked(query, wanted, today).limit(per_page).offset(offset)
        hits = _hits(session, ranked, wanted)
    return Answer(facets.total, hits, facets, wanted.terms.reading)


def count(session: Session, query: Query) -> int:
    """How many documents the query means."""
    wanted = conditions_of(session, query)
    return session.scalar(select(func.count(Doc.id)).where(wanted.all)) or 0


def nearest(session: Session, query: Query) -> int | None:
    """How many metres away the nearest of them is; None without a place or a result."""
    wanted = conditions_of(session, query)
    if wanted.distance is None:
        return None
    squared = session.scalar(select(func.min(wanted.distance)).where(wanted.all))
    return None if squared is None else metres(squared)


def _ranked(query: Query, wanted: Conditions, today: date) -> Select[Any]:
    statement = select(Doc.id)
    score = None
    if wanted.terms.terms:
        scored = wanted.engine.scored(wanted.terms.groups)
        statement = statement.join(scored, scored.c.document_id == Doc.id)
        score = scored.c.score
    if wanted.distance is not None:
        statement = statement.add_columns(wanted.distance.label("distance"))
    keys = order_of(query, score=score, distance=wanted.distance, today=today)
    return statement.where(wanted.all).order_by(*keys)


def _hits(session: Session, ranked: Select[Any], wanted: Conditions) -> tuple[Hit, ...]:
    """The ranked ids first and alone: sorting need not carry whole documents about."""
    order = [tuple(row) for row in session.execute(ranked)]
    ids = [row[0] for row in order]
    rows = {doc.id: doc for doc in session.scalars(select(Doc).where(Doc.id.in_(ids)))}
    return tuple(
        hit_of(rows[row[0]], row[1] if len(row) > 1 else None, wanted.terms.terms) for row in order
    )
