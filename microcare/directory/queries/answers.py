"""A working copy as one value: everything its provider has answered so far."""

import uuid
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from microcare.directory.models import Listing, ListingCheck, Organization
from microcare.directory.queries.taxonomy import as_help
from microcare.directory.values import (
    Access,
    Accessible,
    Address,
    Answers,
    CheckKind,
    CheckSeen,
    ChecksHeld,
    CostTerms,
    Day,
    DbsLevel,
    Kind,
    Languages,
    Met,
    NameAndKind,
    Opening,
    Ownership,
    Pay,
    Paying,
    People,
    Per,
    Placed,
    Price,
    Principles,
    Reach,
    Reached,
    Room,
    RoomNow,
    Sharing,
    Story,
    Summary,
    Times,
    Treatment,
    Visit,
    WhoFor,
    Work,
)
from microcare.places.values import Point, Precision

T = TypeVar("T")


def answers_of(listing: Listing) -> Answers:
    """The answers in a listing's rows, all of which were loaded with it."""
    return Answers(
        named=NameAndKind(listing.name, Kind(listing.kind)),
        summary=Summary(listing.summary) if listing.summary else None,
        visit=Visit(listing.description) if listing.description else None,
        people=_people(listing),
        help=tuple(as_help(row.term) for row in listing.helps),
        work=_work(listing),
        who_for=_who_for(listing),
        placed=_placed(listing),
        times=_times(listing),
        price=_price(listing),
        cost_terms=_cost_terms(listing),
        sharing=_sharing(listing),
        paying=None if listing.pay is None else Paying(tuple(Pay(way) for way in listing.pay)),
        room=_room(listing),
        languages=_languages(listing),
        accessible=_accessible(listing),
        reached=_reached(listing),
        checks=_checks(listing),
        ownership=_ownership(listing.organization),
        treatment=_treatment(listing),
        principles=Principles(tuple(listing.principles)) if listing.principles else None,
        story=_story(listing),
    )


def _people(listing: Listing) -> People | None:
    met = tuple(Met(contact.name, contact.about) for contact in listing.contacts)
    return People(met, listing.same_people) if met else None


def _work(listing: Listing) -> Work | None:
    if listing.personal_care is None:
        return None
    return Work(
        personal_care=listing.personal_care,
        handles_money=bool(listing.handles_money),
        one_to_one=bool(listing.one_to_one),
        workers=listing.workers or 1,
        does_not=listing.does_not,
    )


def _who_for(listing: Listing) -> WhoFor | None:
    if listing.who_for is None:
        return None
    return WhoFor(listing.who_for, listing.minimum_age, listing.maximum_age)


def _placed(listing: Listing) -> Placed | None:
    where = listing.location
    if where is None:
        return None
    address = None
    if where.line_1 and where.postcode:
        address = Address(where.line_1, where.city or "", where.county or "", where.postcode)
    return Placed(
        reach=Reach(where.reach),
        point=Point(where.lat, where.lng),
        near=where.near,
        precision=Precision(where.precision),
        radius_m=listing.service_area.radius_m if listing.service_area else None,
        address=address,
    )


def _times(listing: Listing) -> Times | None:
    order = list(Day)
    openings = [Opening(Day(row.day), row.opens, row.closes) for row in listing.schedules]
    if not openings and not listing.times_note:
        return None
    openings.sort(key=lambda opening: (order.index(opening.day), opening.opens))
    return Times(tuple(openings), listing.times_note)


def _price(listing: Listing) -> Price | None:
    if not listing.cost_options:
        return None
    first = listing.cost_options[0]
    return Price(first.pence, Per(first.per), first.minutes)


def _cost_terms(listing: Listing) -> CostTerms | None:
    if listing.includes is None:
        return None
    return CostTerms(listing.includes, listing.travel, listing.cancelling, listing.shortest_minutes)


def _sharing(listing: Listing) -> Sharing | None:
    if listing.is_shared is None:
        return None
    return Sharing(listing.shared_min, listing.shared_max, listing.is_shared)


def _room(listing: Listing) -> RoomNow | None:
    if listing.room is None:
        return None
    return RoomNow(Room(listing.room), listing.room_for, listing.waiting_weeks)


def _languages(listing: Listing) -> Languages | None:
    names = tuple(row.name for row in listing.languages)
    return Languages(names) if names else None


def _accessible(listing: Listing) -> Accessible | None:
    if not listing.told_access:
        return None
    order = list(Access)
    codes = sorted((Access(row.code) for row in listing.accessibilities), key=order.index)
    return Accessible(tuple(codes), listing.access_note)


def _reached(listing: Listing) -> Reached | None:
    if not listing.told_reach:
        return None
    return Reached(listing.phones[0].number if listing.phones else "", listing.website)


def _checks(listing: Listing) -> ChecksHeld | None:
    if listing.has_insurance is None:
        return None
    return ChecksHeld(
        has_insurance=listing.has_insurance,
        dbs=DbsLevel(listing.dbs) if listing.dbs else None,
        insured_until=listing.insured_until,
        registration=listing.registration,
        has_training=listing.has_training,
    )


def _ownership(organization: Organization) -> Ownership | None:
    if organization.users_percent is None or organization.workers_percent is None:
        return None
    return Ownership(
        organization.name,
        organization.users_percent,
        organization.workers_percent,
        organization.register,
        organization.register_number,
    )


def _treatment(listing: Listing) -> Treatment | None:
    if listing.paid is None:
        return None
    return Treatment(listing.paid, listing.travel_time, listing.training, listing.say)


def _story(listing: Listing) -> Story | None:
    if listing.story is None:
        return None
    return Story(listing.story, listing.story_by, listing.story_agreed)


def checks_seen(session: Session, listing_id: uuid.UUID) -> list[CheckSeen]:
    """What catalysts have looked at, the newest of each kind and person first."""
    query = (
        select(ListingCheck)
        .where(ListingCheck.listing_id == listing_id)
        .order_by(ListingCheck.noted_at.desc(), ListingCheck.id)
    )
    latest: dict[tuple[str, str | None], CheckSeen] = {}
    for row in session.scalars(query):
        seen = CheckSeen(
            kind=CheckKind(row.kind),
            seen_on=row.seen_on,
            about=row.about,
            level=row.level,
            ends_on=row.ends_on,
            how=row.how,
            seen_by=row.seen_by,
            id=row.id,
        )
        latest.setdefault((row.kind, row.about), seen)
    return list(latest.values())
