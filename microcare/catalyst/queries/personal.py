"""What a catalyst did at the desk, for /my/data: counted and dated, without whom it was about."""

from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from microcare.catalyst.models import ContactChange, Handover, WishSettled
from microcare.kernel.words import N_
from microcare.people.values import Section

_WORK: tuple[tuple[str, str, Any, Any], ...] = (
    ("handed_over", N_("Pages you offered to their owner"), Handover.made_at, Handover.given_by_id),
    ("taken_up", N_("Pages you took up"), Handover.taken_at, Handover.taken_by_id),
    ("wishes", N_("Wishes you dealt with"), WishSettled.settled_at, WishSettled.settled_by_id),
    (
        "contacts",
        N_("Changes to who is rung in an area"),
        ContactChange.changed_at,
        ContactChange.changed_by_id,
    ),
)


def personal_data(session: Session, person_id: UUID) -> list[Section]:
    """What a person did here, those they did not do left out."""
    parts = [
        _counted(session, name, title, at=at, by=by, person_id=person_id)
        for name, title, at, by in _WORK
    ]
    return [part for part in parts if part.entries]


def _counted(
    session: Session, name: str, title: str, *, at: Any, by: Any, person_id: UUID
) -> Section:
    query = select(func.count(), func.min(at), func.max(at)).where(by == person_id)
    times, first, last = session.execute(query).one()
    entry = {N_("How many"): times, N_("First"): first, N_("Last"): last}
    kept = N_("That it was done, and when, under a random number.")
    return Section(name=name, title=title, entries=(entry,) if times else (), kept=kept)
