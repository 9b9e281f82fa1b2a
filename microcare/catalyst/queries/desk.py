"""What needs a catalyst today, and how the area stands. Columns only: a desk may hold thousands."""

import uuid
from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import Session, aliased

from microcare.catalyst.values import PAPERS_END_WITHIN, QUIET_AFTER, Area, EndsSoon, Waiting
from microcare.directory.models import Listing, ListingCheck
from microcare.directory.queries import answered_by
from microcare.directory.values import CheckKind, Edit, Kind, Room, State
from microcare.kernel.clock import LONDON, Clock

APPROVED = (State.PUBLIC, State.PAUSED)


def is_waiting() -> ColumnElement[bool]:
    """A new listing that was sent, or an edit that was."""
    edits = and_(Listing.state.in_(APPROVED), Listing.edit == Edit.SENT)
    return or_(Listing.state == State.SENT, edits)


def is_quiet(today: date) -> ColumnElement[bool]:
    """On the map, and nobody has said for long that it is still right."""
    before = today - QUIET_AFTER
    return and_(
        Listing.state == State.PUBLIC,
        or_(Listing.confirmed_on.is_(None), Listing.confirmed_on < before),
    )


def waiting(
    session: Session, patch_ids: Collection[uuid.UUID], *, limit: int, clock: Clock
) -> tuple[list[Waiting], int]:
    """The first `limit` of what waits, oldest first, with how many days; and how many wait."""
    these = and_(answered_by(patch_ids), is_waiting())
    columns = (
        Listing.id,
        Listing.name,
        Listing.kind,
        Listing.summary,
        Listing.state,
        Listing.workers,
        Listing.sent_at,
    )
    query = select(*columns).where(these).order_by(Listing.sent_at, Listing.id).limit(limit)
    found = [
        Waiting(
            id=row.id,
            name=row.name,
            kind=row.kind,
            summary=row.summary or "",
            is_edit=row.state != State.SENT,
            workers=row.workers,
            sent_at=row.sent_at,
            days=_days_since(row.sent_at, clock.today()),
        )
        for row in session.execute(query)
    ]
    return found, session.scalar(select(func.count(Listing.id)).where(these)) or 0


def _days_since(at: datetime | None, today: date) -> int:
    return max(0, (today - at.astimezone(LONDON).date()).days) if at else 0


def area(session: Session, patch_ids: Collection[uuid.UUID], *, clock: Clock) -> Area:
    """How many pages are on the map, have room, were confirmed lately; how many lists brought."""
    public = Listing.state == State.PUBLIC
    quiet = is_quiet(clock.today())
    query = select(
        _count(public),
        _count(and_(public, Listing.room == Room.ROOM)),
        _count(and_(public, Listing.kind == Kind.COOP)),
        _count(quiet),
        _count(and_(Listing.state == State.IDEA, Listing.source.is_not(None))),
    ).where(Listing.patch_id.in_(list(patch_ids)))
    shown, has_room, coops, gone_quiet, from_lists = session.execute(query).one()
    return Area(
        public=shown,
        has_room=has_room,
        confirmed_lately=shown - gone_quiet,
        coops=coops,
        quiet=gone_quiet,
        from_lists=from_lists,
    )


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


def ends_soon(
    session: Session,
    patch_ids: Collection[uuid.UUID],
    *,
    offset: int = 0,
    limit: int,
    clock: Clock,
) -> tuple[list[EndsSoon], int]:
    """A part of the papers of approved pages that end within PAPERS_END_WITHIN or have ended.

    Soonest first; and how many there are. A paper that was seen again since is left out.
    """
    these = and_(
        Listing.patch_id.in_(list(patch_ids)),
        Listing.state.in_(APPROVED),
        ListingCheck.ends_on <= clock.today() + PAPERS_END_WITHIN,
        ~_was_seen_again(),
    )
    checks = ListingCheck
    columns = (Listing.id, Listing.name, checks.kind, checks.about, checks.ends_on)
    papers = select(*columns).join(Listing, Listing.id == checks.listing_id).where(these)
    shown = papers.order_by(checks.ends_on, checks.id).offset(offset).limit(limit)
    found = [
        EndsSoon(id_, name, CheckKind(kind), about, ends_on, (ends_on - clock.today()).days)
        for id_, name, kind, about, ends_on in session.execute(shown)
        if ends_on is not None
    ]
    total = select(func.count()).select_from(papers.subquery())
    return found, session.scalar(total) or 0


def _was_seen_again() -> ColumnElement[bool]:
    newer = aliased(ListingCheck)
    return (
        select(newer.id)
        .where(
            newer.listing_id == ListingCheck.listing_id,
            newer.kind == ListingCheck.kind,
            newer.about.is_not_distinct_from(ListingCheck.about),
            newer.noted_at > ListingCheck.noted_at,
        )
        .exists()
    )
