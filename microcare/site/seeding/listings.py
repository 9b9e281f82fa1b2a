"""Makes the invented listings through the services, as their keepers and catalysts would.

Nothing is written behind the services' backs, so a rule that changes is met here first.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from microcare.directory import services
from microcare.directory.models import Listing
from microcare.directory.policies import required_checks
from microcare.directory.queries import answers_of, listing_by_id
from microcare.directory.values import CheckKind, CheckSeen, Kind, NameAndKind, Where
from microcare.kernel.clock import Clock, FixedClock
from microcare.kernel.ids import slugify
from microcare.people.models import Person
from microcare.people.services import register
from microcare.places.gazetteer import Gazetteer
from microcare.places.models import Patch
from microcare.places.postcode import Postcode
from microcare.site.seeding.answering import answers, is_in_somerset, reach, renewal
from microcare.site.seeding.sketches import Idea, Sketch

SOMERSET, TRAFFORD = "E06000066", "E08000009"
ASK = (
    "I love the idea and the menu. One thing first: say what you do when it rains, so that "
    "people know. Then send it back and I will look the same day."
)


class DemonstrationGazetteer(Gazetteer):
    """Knows the councils of the listings' postcodes, even where the units' file is not built."""

    def council_code(self, postcode: Postcode | str) -> str | None:
        """The postcode's own council, or the one that its area was chosen for."""
        known = super().council_code(postcode)
        return known or (SOMERSET if str(postcode).startswith("TA") else TRAFFORD)


# They wait with every paper seen, so that a yes can be given.
SEEN_ALREADY = {"Moor Walks"}


@dataclass(frozen=True)
class Street:
    """Everybody whom making listings needs: the catalysts by council, and keepers with a sign-in.

    `keepers` maps a listing's name to a person who keeps it; the others get accounts nobody uses.
    """

    patches: Mapping[str, Patch]
    catalysts: Mapping[str, Person]
    keepers: Mapping[str, Person]
    gazetteer: Gazetteer
    clock: Clock


def make_listing(session: Session, street: Street, sketch: Sketch) -> Listing:
    """One invented listing at its stage, with a past that led there."""
    number = sketch.number
    ages = {"public": 30 + (number * 53) % 380, "paused": 90, "closed": 200}
    # What waits has waited for up to a week and a day: one is late, and the others are not.
    age_days = (ages | {"waiting": 8 - number % 7}).get(sketch.stage, 14 - number % 7)
    clock = FixedClock(street.clock.now() - timedelta(days=age_days))
    keeper = street.keepers.get(sketch.name) or _keeper(session, sketch, clock=clock)
    listing = _write(session, street, sketch, keeper=keeper, clock=clock)
    if sketch.stage == "drafts":
        return listing
    clock.move(timedelta(hours=9, minutes=number % 50))
    services.send_listing(session, listing, by=keeper, clock=clock)
    if sketch.stage != "waiting":
        _decide(session, street, sketch, listing=listing, keeper=keeper, clock=clock)
    elif sketch.name in SEEN_ALREADY:
        clock.move(timedelta(hours=5))
        until = renewal(sketch, street.clock.today())
        catalyst = street.catalysts[SOMERSET]
        see_checks(session, listing, by=catalyst, clock=clock, insured_until=until)
    return listing


def _keeper(session: Session, sketch: Sketch, *, clock: Clock) -> Person:
    return register(
        session,
        email=f"{slugify(sketch.name)}@example.com",
        name=sketch.people[0],
        clock=clock,
        is_demonstration=True,
    )


def _write(
    session: Session, street: Street, sketch: Sketch, *, keeper: Person, clock: FixedClock
) -> Listing:
    named = NameAndKind(sketch.name, Kind(sketch.kind))
    listing = _whole(session, services.start_listing(session, named, by=keeper, clock=clock))
    where = Where(reach(sketch), sketch.postcode)
    given = answers(sketch, insured_until=renewal(sketch, street.clock.today()))
    services.place_listing(
        session, listing, where, gazetteer=street.gazetteer, by=keeper, clock=clock
    )
    for value in given:
        clock.move(timedelta(minutes=2))
        services.answer(session, listing, value, by=keeper, clock=clock)
    return _whole(session, listing)


def _whole(session: Session, listing: Listing) -> Listing:
    # Flushed and read anew, because what hangs on a listing is loaded with it or not at all.
    session.flush()
    session.expire(listing)
    found = listing_by_id(session, listing.id)
    if found is None:
        raise LookupError(listing.id)
    return found


def _decide(
    session: Session,
    street: Street,
    sketch: Sketch,
    *,
    listing: Listing,
    keeper: Person,
    clock: FixedClock,
) -> None:
    council = SOMERSET if is_in_somerset(sketch) else TRAFFORD
    catalyst = street.catalysts[council]
    clock.move(timedelta(days=3, hours=2))
    if sketch.stage == "changes_asked":
        services.ask_changes(session, listing, words=ASK, by=catalyst, clock=clock)
        return
    until = renewal(sketch, street.clock.today())
    see_checks(session, listing, by=catalyst, clock=clock, insured_until=until)
    services.approve_listing(session, listing, by=catalyst, clock=clock)
    _afterwards(session, street, sketch, listing=listing, keeper=keeper)


def see_checks(
    session: Session, listing: Listing, *, by: Person, clock: Clock, insured_until: date
) -> None:
    """The catalyst looks at every paper that the work calls for."""
    for check in required_checks(answers_of(listing)):
        ends = {CheckKind.INSURANCE: insured_until}.get(check.kind)
        seen = CheckSeen(check.kind, clock.today(), check.about, check.level, ends)
        services.record_check(session, listing, seen, by=by, clock=clock)


def _afterwards(
    session: Session, street: Street, sketch: Sketch, *, listing: Listing, keeper: Person
) -> None:
    # Most said lately that all is still right; one in seven has gone quiet.
    lately = FixedClock(street.clock.now() - timedelta(days=1 + (sketch.number * 11) % 29))
    act: dict[str, Callable[..., Any]] = {
        "paused": services.pause_listing,
        "closed": services.close_listing,
    }
    if sketch.stage in act:
        act[sketch.stage](session, listing, by=keeper, clock=lately)
    elif sketch.number % 7:
        services.confirm_listing(session, listing, by=keeper, clock=lately)


def note_idea(session: Session, street: Street, idea: Idea) -> None:
    """Something that the catalyst heard of and nobody has begun."""
    services.note_idea(
        session,
        NameAndKind(idea.name, Kind(idea.kind)),
        words=idea.words,
        patch_id=street.patches[SOMERSET].id,
        by=street.catalysts[SOMERSET],
        clock=street.clock,
    )
