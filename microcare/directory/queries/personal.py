"""What the directory holds about a person, for /my/data."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from microcare.directory.models import (
    DeclaredInterest,
    Listing,
    ListingCheck,
    ListingEvent,
    ListingKeeper,
    ListingQuestion,
    ListingReport,
)
from microcare.directory.queries.working import listings_kept_by, private_postcodes
from microcare.directory.values import ACT_WORDS, DBS_WORDS, STATE_WORDS, Act, DbsLevel, State
from microcare.kernel.money import pounds
from microcare.kernel.words import N_
from microcare.people.values import Held, Section

Entries = tuple[Mapping[str, Held], ...]

# What a keeper wrote that is a column of the listing by this name.
_WRITTEN = (
    (N_("What you do"), "summary"),
    (N_("What a visit is like"), "description"),
    (N_("Whether it is the same people"), "same_people"),
    (N_("What you do not do"), "does_not"),
    (N_("Who it is for"), "who_for"),
    (N_("About the times"), "times_note"),
    (N_("What the price has in it"), "includes"),
    (N_("Travel"), "travel"),
    (N_("If they cancel"), "cancelling"),
    (N_("About access"), "access_note"),
    (N_("Web address"), "website"),
    (N_("You are insured until"), "insured_until"),
    (N_("Your training is done"), "has_training"),
    (N_("Registered with"), "registration"),
    (N_("How people are paid"), "paid"),
    (N_("Pay for travel time"), "travel_time"),
    (N_("Training for people who work here"), "training"),
    (N_("Their say"), "say"),
    (N_("Your story"), "story"),
    (N_("Whose story"), "story_by"),
    (N_("Who said that it is right"), "confirmed_by"),
    (N_("Last saved"), "saved_at"),
)


def personal_data(session: Session, person_id: UUID) -> list[Section]:
    """The pages a person looks after, what they asked others, and what they did to pages."""
    parts = [
        _kept(session, person_id),
        _asked(session, person_id),
        _done(session, person_id),
        _seen(session, person_id),
        _ties(session, person_id),
        _settled(session, person_id),
    ]
    return [part for part in parts if part.entries]


def _kept(session: Session, person_id: UUID) -> Section:
    since = dict(
        session.execute(
            select(ListingKeeper.listing_id, ListingKeeper.since).where(
                ListingKeeper.person_id == person_id
            )
        ).all()
    )
    kept_listings = listings_kept_by(session, person_id)
    postcodes = private_postcodes(session, [listing.id for listing in kept_listings])
    entries: Entries = tuple(
        {
            N_("Page"): listing.name,
            N_("Where it is"): STATE_WORDS[State(listing.state)],
            N_("Since"): since[listing.id],
            **_written(listing),
            **_reached(listing, postcodes.get(listing.id)),
        }
        for listing in kept_listings
    )
    kept = N_("Pages that only you look after are closed. What was public stays on record.")
    return Section(name="listings", title=N_("Pages you look after"), entries=entries, kept=kept)


def _written(listing: Listing) -> dict[str, Held]:
    hours = (f"{row.day} {row.opens:%H:%M}-{row.closes:%H:%M}" for row in listing.schedules)
    told = {label: getattr(listing, name) for label, name in _WRITTEN}
    told |= {
        N_("Kinds of help"): ", ".join(row.term.name for row in listing.helps),
        N_("Days and times"): ", ".join(hours),
        N_("Price"): ", ".join(f"£{pounds(r.pence):.2f}/{r.per}" for r in listing.cost_options),
        N_("Languages"): ", ".join(row.name for row in listing.languages),
        N_("DBS check you hold"): DBS_WORDS[DbsLevel(listing.dbs)] if listing.dbs else "",
        N_("What you will not give up"): " / ".join(listing.principles or ()),
        N_("Who owns it"): listing.organization.name,
        N_("Register number"): listing.organization.register_number,
    }
    return {label: value for label, value in told.items() if value not in (None, "", False)}


def _reached(listing: Listing, postcode: str | None) -> dict[str, Held]:
    place = listing.location
    address = [place.line_1, place.city, place.county, place.postcode] if place else []
    told: dict[str, Held] = {
        N_("People you would meet"): "; ".join(f"{c.name}: {c.about}" for c in listing.contacts),
        N_("Phone"): ", ".join(phone.number for phone in listing.phones),
        N_("Postcode of a home, shown to nobody"): postcode,
        N_("Address"): ", ".join(part for part in address if part),
        N_("Shown as"): place.near if place else None,
    }
    return {label: value for label, value in told.items() if value}


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


def _done(session: Session, person_id: UUID) -> Section:
    rows = (
        select(ListingEvent.act, func.count(), func.min(ListingEvent.at), func.max(ListingEvent.at))
        .where(ListingEvent.by_id == person_id)
        .group_by(ListingEvent.act)
        .order_by(func.min(ListingEvent.at), ListingEvent.act)
    )
    entries: Entries = tuple(
        {
            N_("What you did"): ACT_WORDS[Act(act)],
            N_("How often"): times,
            N_("First"): first,
            N_("Last"): last,
        }
        for act, times, first, last in session.execute(rows)
    )
    kept = N_("What was done to a page, and when, without your name.")
    return Section(name="history", title=N_("What you did to pages"), entries=entries, kept=kept)


def _seen(session: Session, person_id: UUID) -> Section:
    entries = _counted(session, ListingCheck.noted_at, ListingCheck.seen_by_id == person_id)
    kept = N_("Who looked at which paper stays as long as the page: it must be answered for.")
    return Section(name="checks", title=N_("Papers you looked at"), entries=entries, kept=kept)


def _settled(session: Session, person_id: UUID) -> Section:
    settled = ListingReport.settled_at
    entries = _counted(session, settled, ListingReport.settled_by_id == person_id)
    return Section(name="reports", title=N_("Reports you dealt with"), entries=entries)


def _ties(session: Session, person_id: UUID) -> Section:
    rows = (
        select(DeclaredInterest, Listing.name)
        .join(Listing, Listing.id == DeclaredInterest.listing_id)
        .where(DeclaredInterest.person_id == person_id)
        .order_by(DeclaredInterest.declared_at, DeclaredInterest.id)
    )
    entries: Entries = tuple(
        {N_("Page"): name, N_("How you are close"): row.tie, N_("When"): row.declared_at}
        for row, name in session.execute(rows)
    )
    kept = N_("That you stood aside stays as long as the page.")
    return Section(name="ties", title=N_("Pages you stood aside from"), entries=entries, kept=kept)


def _counted(session: Session, at: Any, mine: Any) -> Entries:
    """How many, with the first and the last of them."""
    times, first, last = session.execute(
        select(func.count(), func.min(at), func.max(at)).where(mine)
    ).one()
    if not times:
        return ()
    return ({N_("How many"): times, N_("First"): first, N_("Last"): last},)
