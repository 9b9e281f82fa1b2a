"""How many there would be for each choice. Two statements, whatever the number of documents."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from microcare.index.models import IndexDocument as Doc
from microcare.index.models import IndexHelp
from microcare.index.queries.conditions import Condition, Conditions, bit_of
from microcare.index.values import DAYS, KINDS, PAYS, Facets


def facets_of(session: Session, wanted: Conditions) -> Facets:
    """The exact total, and for each code the count with every filter but its own applied."""
    row = session.execute(select(*_counts(wanted)).where(wanted.base)).one()._mapping
    return Facets(
        total=row["total"],
        kind=_some({code: row[f"kind_{code}"] for code in KINDS}),
        help=_helps(session, wanted),
        pay=_some({code: row[f"pay_{code}"] for code in PAYS}),
        day=_some({code: row[f"day_{code}"] for code in DAYS}),
        room=row["room"],
    )


def _counts(wanted: Conditions) -> list[Any]:
    w = wanted
    but_kind = and_(w.help, w.pay, w.day, w.room)
    but_pay = and_(w.kind, w.help, w.day, w.room)
    but_day = and_(w.kind, w.help, w.pay, w.room)
    but_room = and_(w.kind, w.help, w.pay, w.day)
    return [
        _count(and_(w.kind, but_kind)).label("total"),
        _count(and_(Doc.has_room.is_(True), but_room)).label("room"),
        *(_count(and_(Doc.kind == c, but_kind)).label(f"kind_{c}") for c in KINDS),
        *(_count(and_(_has(Doc.pays, PAYS, c), but_pay)).label(f"pay_{c}") for c in PAYS),
        *(_count(and_(_has(Doc.days, DAYS, c), but_day)).label(f"day_{c}") for c in DAYS),
    ]


def _count(condition: Condition) -> Any:
    return func.count().filter(condition)


def _has(column: Any, codes: tuple[str, ...], code: str) -> Any:
    return column.op("&")(bit_of(codes, code)) != 0


def _helps(session: Session, wanted: Conditions) -> dict[str, int]:
    but_help = and_(wanted.base, wanted.kind, wanted.pay, wanted.day, wanted.room)
    rows = session.execute(
        select(IndexHelp.slug, func.count())
        .join(Doc, Doc.id == IndexHelp.document_id)
        .where(but_help)
        .group_by(IndexHelp.slug)
        .order_by(IndexHelp.slug)
    )
    return {slug: times for slug, times in rows}


def _some(counts: Mapping[str, int]) -> dict[str, int]:
    return {code: times for code, times in counts.items() if times}
