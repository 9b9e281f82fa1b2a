"""Saves one answer of a listing. What is public stays as approved until the edit is approved."""

from collections.abc import Sequence
from dataclasses import fields
from enum import Enum
from functools import singledispatch
from typing import Any

from sqlalchemy.orm import Session

from microcare.directory.models import (
    Accessibility,
    Contact,
    CostOption,
    Language,
    Listing,
    Phone,
    Schedule,
    ServiceArea,
    ServiceTaxonomy,
)
from microcare.directory.queries import help_terms_by_slugs, is_read_elsewhere
from microcare.directory.services.history import move_on
from microcare.directory.values import (
    Accessible,
    Act,
    CannotDoThatNow,
    Help,
    Kind,
    Languages,
    Ownership,
    Paying,
    People,
    Price,
    Principles,
    Reached,
    ReadElsewhere,
    Rules,
    Served,
    Times,
    TooBig,
    UnknownTerm,
    VenueAddress,
    Work,
)
from microcare.kernel.clock import Clock
from microcare.people.models import Person


def answer(
    session: Session,
    listing: Listing,
    value: Any,
    *,
    by: Person,
    clock: Clock,
    rules: Rules | None = None,
) -> None:
    """Saves `value`, one of the answers in values/answers.py, in the working copy.

    `Where` goes to `place_listing`, which needs the gazetteer, and `RoomNow` of a public listing
    to `tell_room`. Raises CannotDoThatNow, TooBig, UnknownTerm, ReadElsewhere.
    """
    about = type(value).__name__
    if isinstance(value, Work):
        _check_size(listing, value, rules or Rules())
    move_on(session, listing, Act.ANSWER, by=by, clock=clock, about=about)
    _write(value, session, listing)
    listing.saved_at = clock.now()
    # Flushed so that rows taken out are gone before the next answer puts like ones in.
    session.flush()


def _check_size(listing: Listing, work: Work, rules: Rules) -> None:
    if listing.kind == Kind.MICRO_ENTERPRISE and work.workers > rules.most_workers:
        raise TooBig(limit=rules.most_workers)


@singledispatch
def _write(value: Any, session: Session, listing: Listing) -> None:
    # Most answers are columns of the listing by the same names.
    for field in fields(value):
        given = getattr(value, field.name)
        setattr(listing, field.name, given.value if isinstance(given, Enum) else given)


@_write.register
def _people(value: People, session: Session, listing: Listing) -> None:
    listing.same_people = value.same_people
    _replace(
        listing.contacts,
        [
            Contact(position=position, name=met.name, about=met.about)
            for position, met in enumerate(value.people)
        ],
    )


@_write.register
def _help(value: Help, session: Session, listing: Listing) -> None:
    terms = help_terms_by_slugs(session, value.slugs)
    if len(terms) != len(set(value.slugs)):
        raise UnknownTerm
    # Emptied first: the same term again would be the same row.
    listing.helps.clear()
    session.flush()
    listing.helps.extend(
        ServiceTaxonomy(listing_id=listing.id, term_id=term.id, term=term, position=position)
        for position, term in enumerate(terms)
    )


@_write.register
def _venue(value: VenueAddress, session: Session, listing: Listing) -> None:
    if listing.location is None:
        raise CannotDoThatNow
    listing.location.line_1 = value.line_1
    listing.location.city = value.city
    listing.location.county = value.county


@_write.register
def _served(value: Served, session: Session, listing: Listing) -> None:
    if listing.service_area is None:
        listing.service_area = ServiceArea(listing_id=listing.id, radius_m=value.radius_m)
    listing.service_area.radius_m = value.radius_m


@_write.register
def _times(value: Times, session: Session, listing: Listing) -> None:
    listing.times_note = value.times_note
    rows = [Schedule(day=o.day.value, opens=o.opens, closes=o.closes) for o in value.openings]
    _replace(listing.schedules, rows)


@_write.register
def _price(value: Price, session: Session, listing: Listing) -> None:
    row = CostOption(pence=value.pence, per=value.per.value, minutes=value.minutes)
    _replace(listing.cost_options, [row])


@_write.register
def _paying(value: Paying, session: Session, listing: Listing) -> None:
    listing.pay = [way.value for way in value.pay]


@_write.register
def _languages(value: Languages, session: Session, listing: Listing) -> None:
    _replace(
        listing.languages, [Language(position=i, name=n) for i, n in enumerate(value.languages)]
    )


@_write.register
def _accessible(value: Accessible, session: Session, listing: Listing) -> None:
    listing.told_access = True
    listing.access_note = value.access_note
    listing.accessibilities.clear()
    # Flushed because a listing has each code once, and the same one may be ticked again.
    session.flush()
    listing.accessibilities.extend(Accessibility(code=code.value) for code in value.access)


@_write.register
def _reached(value: Reached, session: Session, listing: Listing) -> None:
    listing.told_reach = True
    listing.website = value.website
    _replace(listing.phones, [Phone(number=value.phone)] if value.phone else [])


@_write.register
def _ownership(value: Ownership, session: Session, listing: Listing) -> None:
    if is_read_elsewhere(session, listing):
        raise ReadElsewhere
    runs = listing.organization
    runs.name = value.organisation
    runs.users_percent = value.users_percent
    runs.workers_percent = value.workers_percent
    runs.register = value.register
    runs.register_number = value.register_number


@_write.register
def _principles(value: Principles, session: Session, listing: Listing) -> None:
    listing.principles = list(value.principles)


def _replace(rows: list[Any], others: Sequence[Any]) -> None:
    rows[:] = others
