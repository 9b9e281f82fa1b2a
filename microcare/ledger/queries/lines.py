"""Holds with their pots, as the services that end them need them.

Statements are built once: each promise asks these, and to build one costs more than to run it.
"""

from collections.abc import Collection, Iterable
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session

from microcare.ledger.models import HoldLine, HoldLineEnd, HoldLineKept, Pot
from microcare.ledger.values.rows import Line, Portion

PORTION = (Pot.id, Pot.purse, Pot.opens_on, Pot.closes_on)
_HOLD = (
    HoldLine.id,
    HoldLine.book,
    HoldLine.ref,
    HoldLine.for_on,
    HoldLine.pence,
    HoldLine.expires_at,
)


def lines_of(session: Session, holds: Collection[UUID]) -> list[Line]:
    """These holds, whether ended or not, by id; those that there are."""
    return _found(session, _lines().where(HoldLine.id.in_(_several("holds"))), holds=list(holds))


def lines_past(
    session: Session,
    now: datetime,
    *,
    purses: Iterable[UUID] | None = None,
    among: Collection[UUID] | None = None,
) -> list[Line]:
    """The holds past their time that nobody has ended, by id; of some purses, among some."""
    told = {name: list(ids) for name, ids in (("purses", purses), ("among", among)) if ids}
    if (purses is not None and "purses" not in told) or (among is not None and "among" not in told):
        return []
    return _found(session, _past(frozenset(told)), now=now, **told)


def _several(name: str) -> Any:
    return bindparam(name, expanding=True)


@cache
def _lines() -> Select[Any]:
    columns: tuple[Any, ...] = (*_HOLD, *PORTION)
    return select(*columns).join(Pot, Pot.id == HoldLine.pot_id).order_by(HoldLine.id)


@cache
def _past(narrowed: frozenset[str]) -> Select[Any]:
    rows = (
        _lines()
        .outerjoin(HoldLineEnd, HoldLineEnd.hold_id == HoldLine.id)
        .outerjoin(HoldLineKept, HoldLineKept.hold_id == HoldLine.id)
        .where(HoldLineEnd.hold_id.is_(None), HoldLineKept.hold_id.is_(None))
        .where(HoldLine.expires_at <= bindparam("now"))
    )
    if "purses" in narrowed:
        rows = rows.where(Pot.purse.in_(_several("purses")))
    if "among" in narrowed:
        rows = rows.where(HoldLine.id.in_(_several("among")))
    return rows


def _found(session: Session, rows: Select[Any], **told: Any) -> list[Line]:
    return [
        Line(hold, Portion(*pot), book, ref, for_on, pence, expires_at)
        for hold, book, ref, for_on, pence, expires_at, *pot in session.connection().execute(
            rows, told
        )
    ]
