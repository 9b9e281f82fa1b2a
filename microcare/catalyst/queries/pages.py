"""The pages of an area, a part of the list at a time."""

import uuid
from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select, true
from sqlalchemy.orm import Session

from microcare.catalyst.queries.desk import APPROVED, is_quiet, is_waiting
from microcare.catalyst.values import Listed, Show
from microcare.directory.models import Listing, ListingKeeper
from microcare.directory.queries import answered_by
from microcare.directory.values import Edit, State
from microcare.kernel.clock import Clock

_KEPT = select(ListingKeeper.listing_id).where(ListingKeeper.listing_id == Listing.id).exists()


def pages_of_area(
    session: Session,
    patch_ids: Collection[uuid.UUID],
    *,
    show: Show,
    words: str,
    offset: int,
    size: int,
    clock: Clock,
) -> tuple[list[Listed], int]:
    """A part of the list by name, and how long it is; `words` is part of a name."""
    held = Listing.patch_id.in_(list(patch_ids))
    theirs = answered_by(patch_ids) if show == Show.WAITING else held
    these = and_(theirs, _shown(show, clock.today()))
    if words:
        these = and_(these, func.lower(Listing.name).contains(words.lower(), autoescape=True))
    order = (Listing.sent_at,) if show == Show.WAITING else (func.lower(Listing.name),)
    total = session.scalar(select(func.count(Listing.id)).where(these)) or 0
    return _lines(session, these, *order, offset=offset, size=size), total


def ideas(
    session: Session, patch_ids: Collection[uuid.UUID], *, limit: int
) -> tuple[list[Listed], int]:
    """What catalysts noted and nobody has taken up, the newest first; and how many there are."""
    these = and_(
        Listing.patch_id.in_(list(patch_ids)), Listing.state == State.IDEA, Listing.source.is_(None)
    )
    total = session.scalar(select(func.count(Listing.id)).where(these)) or 0
    return _lines(session, these, Listing.created_at.desc(), offset=0, size=limit), total


def _shown(show: Show, today: date) -> ColumnElement[bool]:
    return {
        Show.ALL: true(),
        Show.WAITING: is_waiting(),
        Show.IDEAS: Listing.state == State.IDEA,
        Show.WRITING: or_(
            Listing.state.in_((State.DRAFT, State.CHANGES_ASKED)),
            and_(Listing.state.in_(APPROVED), Listing.edit.in_((Edit.DRAFT, Edit.CHANGES_ASKED))),
        ),
        Show.PUBLIC: Listing.state == State.PUBLIC,
        Show.QUIET: is_quiet(today),
        Show.ENDED: Listing.state.in_((State.PAUSED, State.CLOSED, State.DECLINED)),
    }[show]


def _lines(
    session: Session,
    these: ColumnElement[bool],
    *order: ColumnElement[Any],
    offset: int,
    size: int,
) -> list[Listed]:
    columns = (
        Listing.id,
        Listing.name,
        Listing.kind,
        Listing.state,
        Listing.edit,
        Listing.source,
        Listing.confirmed_on,
        _KEPT.label("is_kept"),
    )
    query = select(*columns).where(these).order_by(*order, Listing.id).offset(offset).limit(size)
    return [
        Listed(
            id=row.id,
            name=row.name,
            kind=row.kind,
            state=State(row.state),
            has_edit_sent=row.edit == Edit.SENT,
            has_keeper=bool(row.is_kept),
            source=row.source,
            confirmed_on=row.confirmed_on,
        )
        for row in session.execute(query)
    ]
