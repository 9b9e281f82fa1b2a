"""What the directory holds about a person, for /my/data."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from microcare.directory.models import Listing, ListingKeeper, ListingQuestion
from microcare.directory.values import STATE_WORDS, State
from microcare.kernel.words import N_
from microcare.people.values import Held, Section


def personal_data(session: Session, person_id: UUID) -> list[Section]:
    """The pages a person looks after, and what they asked others."""
    parts = [_kept(session, person_id), _asked(session, person_id)]
    return [part for part in parts if part.entries]


def _kept(session: Session, person_id: UUID) -> Section:
    rows = (
        select(Listing.name, Listing.state, ListingKeeper.since)
        .join(ListingKeeper, ListingKeeper.listing_id == Listing.id)
        .where(ListingKeeper.person_id == person_id)
        .order_by(ListingKeeper.since, Listing.id)
    )
    entries: tuple[Mapping[str, Held], ...] = tuple(
        {N_("Page"): name, N_("Where it is"): STATE_WORDS[State(state)], N_("Since"): since}
        for name, state, since in session.execute(rows)
    )
    kept = N_("Pages that only you look after are closed. What was public stays on record.")
    return Section(name="listings", title=N_("Pages you look after"), entries=entries, kept=kept)


def _asked(session: Session, person_id: UUID) -> Section:
    rows = (
        select(ListingQuestion, Listing.name)
        .join(Listing, Listing.id == ListingQuestion.listing_id)
        .where(ListingQuestion.asker_id == person_id)
        .order_by(ListingQuestion.asked_at, ListingQuestion.id)
    )
    entries: tuple[Mapping[str, Held], ...] = tuple(
        {
            N_("You asked"): name,
            N_("Your words"): question.words,
            N_("Their answer"): question.answer or "",
            N_("When"): question.asked_at,
        }
        for question, name in session.execute(rows)
    )
    kept = N_("Questions stay with whoever you asked, without your name and address.")
    return Section(name="questions", title=N_("Questions you asked"), entries=entries, kept=kept)
