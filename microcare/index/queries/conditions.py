"""Which documents a query means, in SQL that reads the same on both engines.

How far: `within` is how far the person would go. Who visits people is found when the person's place
lies inside their served area, however far away their own point is; and is not found when it lies
outside, unless people may also come to them. A document that says neither is found by distance.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Double, and_, exists, literal, or_, true, union
from sqlalchemy.orm import Session

from microcare.index.engines import Engine, engine_of
from microcare.index.models import IndexDocument as Doc
from microcare.index.models import IndexHelp
from microcare.index.queries.reading import Terms, read_words
from microcare.index.sphere import box_around, chord2, unit_vector
from microcare.index.values import DAYS, PAYS, Box, Near, Query

Condition = ColumnElement[bool]


@dataclass(frozen=True, slots=True)
class Conditions:
    """The query in SQL: `base` for what has no counts beside it, and one condition a facet."""

    engine: Engine
    terms: Terms
    base: Condition
    kind: Condition
    help: Condition
    pay: Condition
    day: Condition
    room: Condition
    distance: ColumnElement[float] | None

    @property
    def all(self) -> Condition:
        """Every condition at once."""
        return and_(self.base, self.kind, self.help, self.pay, self.day, self.room)


def conditions_of(session: Session, query: Query) -> Conditions:
    """The query's conditions, its words read against the words that documents have."""
    engine, terms = engine_of(session), read_words(session, query.words)
    base: list[Condition] = [true()]
    if terms.terms:
        base.append(Doc.id.in_(engine.having(terms.groups)))
    distance = None
    if query.near is not None:
        distance = _distance(query.near)
        base.append(_in_reach(engine, query.near, distance))
    if query.box is not None:
        base.append(_in_box(engine, query.box))
    if query.max_pence_an_hour is not None:
        dear_enough = Doc.pence_an_hour <= query.max_pence_an_hour
        base.append(or_(Doc.pence_an_hour.is_(None), dear_enough))
    return Conditions(
        engine=engine,
        terms=terms,
        base=and_(*base),
        kind=Doc.kind.in_(query.kinds) if query.kinds else true(),
        help=_helps(query.helps) if query.helps else true(),
        pay=_any_bit(Doc.pays, PAYS, query.pays) if query.pays else true(),
        day=_any_bit(Doc.days, DAYS, query.days) if query.days else true(),
        room=Doc.has_room.is_(True) if query.has_room else true(),
        distance=distance,
    )


def _distance(near: Near) -> ColumnElement[float]:
    """The squared chord from the document's public point to where the person looks from."""
    x, y, z = (literal(part, Double) for part in unit_vector(near.lat, near.lng))
    return (Doc.x - x) * (Doc.x - x) + (Doc.y - y) * (Doc.y - y) + (Doc.z - z) * (Doc.z - z)


def _in_reach(engine: Engine, near: Near, distance: ColumnElement[float]) -> Condition:
    box = box_around(near.lat, near.lng, near.within_m)
    # The boxes narrow the search through an index; the exact distance decides.
    boxed = union(engine.inside(box), engine.reaching(near.lat, near.lng))
    i_go_there = and_(
        or_(Doc.comes_to, Doc.served_chord2.is_(None)),
        distance <= literal(chord2(near.within_m), Double),
    )
    they_come = and_(Doc.served_chord2.is_not(None), distance <= Doc.served_chord2)
    return and_(Doc.id.in_(boxed), or_(i_go_there, they_come))


def _in_box(engine: Engine, box: Box) -> Condition:
    return and_(
        Doc.id.in_(engine.inside(box)),
        Doc.lat.between(literal(box.south, Double), literal(box.north, Double)),
        Doc.lng.between(literal(box.west, Double), literal(box.east, Double)),
    )


def _helps(slugs: tuple[str, ...]) -> Condition:
    return exists().where(IndexHelp.document_id == Doc.id, IndexHelp.slug.in_(slugs))


def bit_of(codes: tuple[str, ...], code: str) -> int:
    """The bit that stands for `code`; 0, which nothing has, where there is no such code."""
    return 1 << codes.index(code) if code in codes else 0


def _any_bit(column: Any, codes: tuple[str, ...], chosen: tuple[str, ...]) -> Condition:
    wanted = sum(bit_of(codes, code) for code in set(chosen))
    return column.op("&")(wanted) != 0  # type: ignore[no-any-return]
