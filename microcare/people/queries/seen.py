"""Who looked at what is a person's, and what they did; and what a person looked at of others."""

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from microcare.kernel.words import N_
from microcare.people.models import AccessRecord
from microcare.people.values import Section
from microcare.people.values.seen import SEEN, VIEWER_WORDS, Seen, SeenLine, Viewer


def seen_of(
    session: Session, person_id: UUID, *, offset: int = 0, size: int | None = None
) -> tuple[list[SeenLine], int]:
    """A part of who looked at what is a person's or acted on it, newest first, and how many."""
    mine = AccessRecord.person_id == person_id
    total = session.scalar(select(func.count()).where(mine)) or 0
    rows = (
        select(AccessRecord)
        .where(mine)
        .order_by(AccessRecord.seen_at.desc(), AccessRecord.id.desc())
        .offset(offset)
        .limit(size)
    )
    return [_line(record) for record in session.scalars(rows)], total


def _line(record: AccessRecord) -> SeenLine:
    kind = SEEN[Seen(record.what)]
    # A witness needs no account, so their row may have nobody's id.
    has_role = record.by_id is not None or kind.viewer is Viewer.WITNESS
    viewer = kind.viewer if has_role else Viewer.OPERATOR
    return SeenLine(at=record.seen_at, viewer=viewer, words=kind.words)


def seen_section(session: Session, person_id: UUID) -> Section:
    """For /my/data: every row, as on the page."""
    lines, _total = seen_of(session, person_id)
    return Section(
        name="seen",
        title=N_("Who looked at what is yours"),
        entries=tuple(
            {
                N_("When"): line.at,
                N_("Who"): VIEWER_WORDS[line.viewer],
                N_("What they did"): line.words,
            }
            for line in lines
        ),
    )


def looked_section(session: Session, person_id: UUID) -> Section:
    """For /my/data of whoever looks at what is others': how often, and from when to when."""
    title, by = N_("What you looked at of others"), AccessRecord.by_id == person_id
    rows = (
        select(
            AccessRecord.what,
            func.count(),
            func.min(AccessRecord.seen_on),
            func.max(AccessRecord.seen_on),
        )
        .where(by)
        .group_by(AccessRecord.what)
        .order_by(AccessRecord.what)
    )
    return Section(
        name="looked",
        title=title,
        entries=tuple(
            {
                N_("As they read it"): SEEN[Seen(what)].words,
                N_("How often"): times,
                N_("From"): first,
                N_("Until"): last,
            }
            for what, times, first, last in session.execute(rows)
        ),
        kept=N_("That you looked at what is others', for them to read, without your name."),
    )
