"""Listings for tests, made the way real ones are: written, sent, looked at and approved."""

import uuid
from datetime import UTC, date, datetime, time
from itertools import count
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from microcare.directory import services
from microcare.directory.models import Listing
from microcare.directory.policies import required_checks
from microcare.directory.queries import answers_of, listing_by_id
from microcare.directory.values import (
    Accessible,
    CheckSeen,
    ChecksHeld,
    CostTerms,
    Day,
    Help,
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
    Price,
    Principles,
    PublicListing,
    Reach,
    Reached,
    Room,
    RoomNow,
    Served,
    Sharing,
    Story,
    Summary,
    Times,
    Treatment,
    VenueAddress,
    Visit,
    Where,
    WhoFor,
    Work,
)
from microcare.kernel.clock import Clock, FixedClock
from microcare.people.models import Person
from microcare.places.gazetteer import Gazetteer
from microcare.places.models import Patch, PatchCouncil
from microcare.places.postcode import Postcode, parse_postcode
from microcare.places.values import Place, Point, Precision
from tests.factories.people import make_person

CLOCK = FixedClock(datetime(2026, 11, 23, 12, 0, tzinfo=UTC))
SOMERSET = "E06000066"
TRAFFORD = "E08000009"
POSTCODE = "TA1 4AB"
TAUNTON = Point(51.0153, -3.1007)
_numbers = count(1)


class FakeGazetteer(Gazetteer):
    """The real one, told the councils of unit postcodes; `point` moves every place it finds."""

    def __init__(self, council: str = SOMERSET, point: Point | None = None):
        super().__init__(None)
        self.council = council
        self.point = point

    def council_code(self, postcode: Postcode | str) -> str | None:
        """The council it was told, for every postcode that can be one."""
        parse_postcode(str(postcode))
        return self.council

    def public_point(self, postcode: Postcode | str) -> Place:
        """The real public point, unless told where."""
        return self._moved(super().public_point(postcode))

    def locate(self, postcode: Postcode | str) -> Place:
        """The real place of the postcode's sector, unless told where."""
        return self._moved(super().locate(postcode))

    def _moved(self, place: Place) -> Place:
        if self.point is None:
            return place
        return Place(place.label, self.point, Precision.SECTOR, place.near, place.outcode)


def make_patch(
    session: Session, name: str = "Moor and Vale", *councils: str, **changes: Any
) -> Patch:
    """The patch of that name, made if it is not there, with somebody to ring about safety."""
    patch = session.scalar(select(Patch).where(Patch.name == name))
    if patch is None:
        facts = {
            "slug": name.lower().replace(" ", "-"),
            "name": name,
            "organisation": f"{name} Catalysts",
            "contact_name": "Dawn Okafor",
            "phone": "01632 960118",
            "hours": "Monday to Friday, 9am to 5pm",
            "safeguarding_name": "Ruth Marsh",
            "safeguarding_phone": "01632 960119",
        }
        patch = Patch(**(facts | changes))
        patch.councils = [PatchCouncil(council_code=code) for code in councils or (SOMERSET,)]
        session.add(patch)
        session.flush()
    return patch


def make_catalyst(session: Session, patch: Patch, name: str = "Dawn Okafor") -> Person:
    """A catalyst of `patch`."""
    return make_person(session, name=name, patch_ids=[patch.id])


def good_answers(**changes: Any) -> dict[str, Any]:
    """One sound answer to every question, by the answer's name; hand in others to change some."""
    answers: dict[str, Any] = {
        "summary": Summary("We cook with you in your own kitchen, and stay for a cup of tea."),
        "visit": Visit("We agree the food the day before. Then we cook and eat together."),
        "people": People((Met("Priya Nair", "Was a school cook for 14 years."),), "The same face."),
        "help": Help(("cooking-together", "food-shopping")),
        "work": Work(
            personal_care=False, handles_money=False, one_to_one=True, workers=1, does_not="Driving"
        ),
        "who_for": WhoFor("Adults of any age", 18, None),
        "served": Served(8 * 1609),
        "times": Times(
            (Opening(Day.TUE, time(16), time(20)), Opening(Day.THU, time(16), time(20))), ""
        ),
        "price": Price(1800, Per.HOUR),
        "cost_terms": CostTerms(
            "Cooking and washing up", "Free within 8 miles", "Free the day before"
        ),
        "sharing": Sharing(2, 4, is_shared=True),
        "paying": Paying((Pay.DIRECT_PAYMENT, Pay.OWN)),
        "room": RoomNow(Room.ROOM, room_for=2),
        "languages": Languages(("English",)),
        "accessible": Accessible((), ""),
        "reached": Reached("01632 960200", "https://cooks.example"),
        "checks": ChecksHeld(has_insurance=True, insured_until=date(2027, 3, 14)),
        "ownership": Ownership("Kitchen Table Cooks", 0, 100),
        "treatment": Treatment("£13.50 an hour", "Yes, all of it", "Two days a year", "We decide"),
        "principles": Principles(("You choose the food.", "The same faces, every time.")),
        "story": Story("Joe taught me focaccia.", "A man near Wellington", story_agreed=True),
    }
    return answers | changes


def make_draft(
    session: Session,
    name: str = "Kitchen Table Cooks",
    *,
    keeper: Person | None = None,
    kind: Kind = Kind.MICRO_ENTERPRISE,
    postcode: str = POSTCODE,
    reach: Reach = Reach.VISITS,
    gazetteer: Gazetteer | None = None,
    clock: Clock = CLOCK,
    **changes: Any,
) -> Listing:
    """A draft with every answer given; `changes` by `good_answers`' names, None to leave out."""
    keeper = keeper or make_person(session, name=f"Priya Nair {next(_numbers)}", clock=clock)
    listing = services.start_listing(session, NameAndKind(name, kind), by=keeper, clock=clock)
    listing = whole(session, listing.id)
    services.place_listing(
        session,
        listing,
        Where(reach, postcode),
        gazetteer=gazetteer or FakeGazetteer(),
        by=keeper,
        clock=clock,
    )
    answers = good_answers(**changes)
    if reach == Reach.VENUE:
        answers |= {"served": None, "venue": VenueAddress("1 High Street", "Taunton", "Somerset")}
    for value in answers.values():
        if value is not None:
            services.answer(session, listing, value, by=keeper, clock=clock)
    return whole(session, listing.id)


def make_sent(session: Session, name: str = "Kitchen Table Cooks", **changes: Any) -> Listing:
    """A listing that waits for its catalyst."""
    make_patch(session)
    listing = make_draft(session, name, **changes)
    clock = changes.get("clock", CLOCK)
    services.send_listing(session, listing, by=keeper_of(session, listing), clock=clock)
    session.flush()
    return listing


def see_checks(
    session: Session, listing: Listing, catalyst: Person, *, clock: Clock = CLOCK
) -> None:
    """The catalyst looks at everything that the listing's work calls for."""
    for check in required_checks(answers_of(listing)):
        seen = CheckSeen(check.kind, clock.today(), check.about, check.level)
        services.record_check(session, listing, seen, by=catalyst, clock=clock)


def make_public_listing(
    session: Session,
    name: str = "Kitchen Table Cooks",
    *,
    point: Point | tuple[float, float] | None = None,
    patch: Patch | None = None,
    catalyst: Person | None = None,
    clock: Clock = CLOCK,
    **changes: Any,
) -> PublicListing:
    """An approved listing, in the index, as everybody sees it.

    `point` is its public point, Taunton unless given; other changes as for `make_draft`.
    """
    patch = patch or make_patch(session)
    council = patch.councils[0].council_code
    where = Point(*point) if point else TAUNTON
    changes.setdefault("gazetteer", FakeGazetteer(council, where))
    listing = make_sent(session, name, clock=clock, **changes)
    catalyst = catalyst or make_catalyst(session, patch)
    see_checks(session, listing, catalyst, clock=clock)
    return services.approve_listing(session, listing, by=catalyst, clock=clock)


def keeper_of(session: Session, listing: Listing | PublicListing) -> Person:
    """Whoever has looked after a listing longest."""
    from microcare.directory.queries import keeper_ids

    return session.get_one(Person, keeper_ids(session, listing.id)[0])


def whole(session: Session, listing_id: uuid.UUID) -> Listing:
    """The listing with everything that hangs on it."""
    session.flush()
    session.expire_all()
    listing = listing_by_id(session, listing_id)
    assert listing is not None
    return listing
