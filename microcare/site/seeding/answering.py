"""What the keeper of an invented listing answers: a sketch filled out, the same each time."""

import random
from collections.abc import Iterator
from datetime import date, time, timedelta
from typing import Any

from microcare.directory.values import (
    Access,
    Accessible,
    ChecksHeld,
    CostTerms,
    Day,
    DbsLevel,
    Help,
    Kind,
    Languages,
    Met,
    Opening,
    Ownership,
    Pay,
    Paying,
    People,
    Per,
    Price,
    Principles,
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
    WhoFor,
    Work,
)
from microcare.kernel.distance import METRES_IN_A_MILE
from microcare.site.seeding.sketches import Sketch, every, like, own, towns, treatment

SOMERSET_AREA = "TA"
AT_A_PLACE = [Access.STEP_FREE, Access.TOILET, Access.PARKING, Access.HEARING_LOOP, Access.QUIET]
ANYWHERE = [Access.EASY_WORDS, Access.ASSISTANCE_DOG, Access.BY_VIDEO]


def is_in_somerset(sketch: Sketch) -> bool:
    """Whether it is one of those around Taunton; the others are around Trafford."""
    return sketch.postcode.startswith(SOMERSET_AREA)


def reach(sketch: Sketch) -> Reach:
    """Where the help happens."""
    return Reach(like(sketch)["reach"])


def answers(sketch: Sketch, *, insured_until: date) -> Iterator[Any]:
    """Every answer of the task list but the postcode, in the order that it asks."""
    # Seeded by the name, so that adding a line changes no other listing.
    chance = random.Random(sketch.name)  # noqa: S311
    yield Summary(sketch.summary)
    yield Visit(_turn(like(sketch)["visits"], sketch))
    yield _people(sketch)
    yield Help(tuple(like(sketch)["help"]))
    yield _work(sketch, chance)
    yield _who_for(sketch)
    yield from _where(sketch, chance)
    yield _times(sketch)
    yield _price(sketch, chance)
    yield _cost_terms(sketch)
    yield _sharing(sketch)
    yield _paying(sketch, chance)
    yield _room(sketch, chance)
    yield _languages(sketch, chance)
    yield _accessible(sketch, chance)
    yield _reached(sketch)
    yield from _trust(sketch, insured_until)


def _turn(choices: Any, sketch: Sketch, step: int = 1) -> Any:
    return choices[(sketch.number * step) % len(choices)]


def _people(sketch: Sketch) -> People:
    about = own(sketch).get("about")
    pool = every("about")
    met = tuple(
        Met(name, about[place] if about else pool[(sketch.number * 2 + place) % len(pool)])
        for place, name in enumerate(sketch.people)
    )
    same = every("same_people") if len(met) == 1 else every("team")
    return People(met, _turn(same, sketch))


def _work(sketch: Sketch, chance: random.Random) -> Work:
    sort = like(sketch).get("work")
    more = chance.randrange(1, 5) if sketch.kind in {Kind.COOP, Kind.COMMUNITY_GROUP} else 0
    note = "" if sort == "body" else _turn(every("does_not"), sketch)
    return Work(
        personal_care=sort == "body",
        handles_money=sort == "money",
        one_to_one=reach(sketch) == Reach.VISITS,
        workers=len(sketch.people) + more,
        does_not=own(sketch).get("does_not", note),
    )


def _who_for(sketch: Sketch) -> WhoFor:
    youngest, oldest = like(sketch).get("ages", [18, None])
    return WhoFor(_turn(like(sketch)["who_for"], sketch), youngest, oldest)


def _where(sketch: Sketch, chance: random.Random) -> Iterator[Any]:
    if reach(sketch) == Reach.VISITS:
        miles = own(sketch).get("miles") or chance.choice([3, 4, 5, 6, 8, 10, 12])
        yield Served(round(miles * METRES_IN_A_MILE))
    if reach(sketch) == Reach.VENUE:
        line = f"{_turn(every('venue'), sketch)}, {_turn(every('street'), sketch, 3)}"
        county = "Somerset" if is_in_somerset(sketch) else "Greater Manchester"
        yield VenueAddress(line, towns()[sketch.postcode.split(" ")[0]], county)


def _times(sketch: Sketch) -> Times:
    text = own(sketch).get("times") or _turn(like(sketch)["times"], sketch)
    return Times(tuple(_opening(part) for part in text.split(", ")))


def _opening(text: str) -> Opening:
    day, hours = text.split(" ")
    opens, closes = hours.split("-")
    return Opening(Day(day), time.fromisoformat(opens), time.fromisoformat(closes))


def _price(sketch: Sketch, chance: random.Random) -> Price:
    if "price" in own(sketch):
        pence, per, *length = own(sketch)["price"]
    else:
        lowest, highest, per, *length = like(sketch)["price"]
        step = 500 if highest > 3000 else 50
        pence = lowest + step * chance.randrange((highest - lowest) // step + 1)
    return Price(pence, Per(per), length[0] if length else None)


def _cost_terms(sketch: Sketch) -> CostTerms:
    is_by_the_hour = like(sketch)["price"][2] == "hour"
    return CostTerms(
        includes=like(sketch)["includes"],
        travel=_turn(every("travel"), sketch) if reach(sketch) == Reach.VISITS else "",
        cancelling=_turn(every("cancelling"), sketch),
        shortest_minutes=_turn([60, 120], sketch) if is_by_the_hour else None,
    )


def _sharing(sketch: Sketch) -> Sharing:
    if "shared" not in like(sketch):
        return Sharing()
    fewest, most = like(sketch)["shared"]
    return Sharing(fewest, most, is_shared=True)


def _paying(sketch: Sketch, chance: random.Random) -> Paying:
    ways = [Pay.OWN]
    if sketch.kind != Kind.COMMUNITY_GROUP or chance.random() < 0.5:
        ways.insert(0, Pay.DIRECT_PAYMENT)
    ways += [way for way in (Pay.PHB, Pay.ISF, Pay.COUNCIL) if chance.random() < 0.35]
    return Paying(tuple(ways))


def _room(sketch: Sketch, chance: random.Random) -> RoomNow:
    word, number = own(sketch).get("room") or chance.choice(
        [("room", 1), ("room", 2), ("room", 3), ("room", 6), ("waiting", 3), ("waiting", 6)]
        + [("room", 2), ("full", 0)]
    )
    room = Room(word)
    return RoomNow(
        room,
        room_for=number if room == Room.ROOM else None,
        waiting_weeks=number if room == Room.WAITING else None,
    )


def _languages(sketch: Sketch, chance: random.Random) -> Languages:
    more = own(sketch).get("languages")
    if more is None:
        more = [chance.choice(every("languages"))] if chance.random() < 0.3 else []
    return Languages(("English", *more))


def _accessible(sketch: Sketch, chance: random.Random) -> Accessible:
    at_a_place = reach(sketch) != Reach.VISITS
    codes = (AT_A_PLACE if at_a_place else []) + ANYWHERE
    chosen = tuple(code for code in codes if chance.random() < 0.55)
    return Accessible(chosen, _turn(every("access_note"), sketch) if at_a_place else "")


def _reached(sketch: Sketch) -> Reached:
    # Numbers that Ofcom keeps for drama, so that nobody's telephone rings.
    start = "01632 960" if is_in_somerset(sketch) else "0161 496 0"
    phone = own(sketch).get("phone") or f"{start}{200 + sketch.number}"
    return Reached(phone=phone if sketch.number % 3 else "")


def _trust(sketch: Sketch, insured_until: date) -> Iterator[Any]:
    level = DbsLevel.ENHANCED_BARRED if "work" in like(sketch) else DbsLevel.BASIC
    yield ChecksHeld(
        has_insurance=True,
        dbs=level,
        insured_until=insured_until,
        has_training=True,
    )
    yield _ownership(sketch)
    yield _treatment(sketch)
    yield Principles(tuple(_turn(like(sketch)["principles"], sketch)))
    story, who = _turn(like(sketch)["stories"], sketch)
    yield Story(story, who, story_agreed=True)


def _treatment(sketch: Sketch) -> Treatment:
    said = treatment(_workplace(sketch))
    return Treatment(**{name: _turn(said[name], sketch) for name in said})


def _workplace(sketch: Sketch) -> str:
    if sketch.kind in {Kind.COOP, Kind.COMMUNITY_GROUP}:
        return "coop" if sketch.kind == Kind.COOP else "neighbours"
    return "alone" if len(sketch.people) == 1 else "team"


def _ownership(sketch: Sketch) -> Ownership:
    if sketch.kind == Kind.COOP:
        users, workers = _turn([(50, 50), (40, 60), (67, 33)], sketch)
        number = f"DEMO-{1000 + sketch.number}"
        return Ownership(sketch.name, users, workers, "Register of mutuals", number)
    workers = 100 if sketch.kind == Kind.MICRO_ENTERPRISE else 0
    return Ownership(sketch.name, 0, workers)


def renewal(sketch: Sketch, today: date) -> date:
    """When the insurance ends: for most in some months, for a few soon."""
    days = 6 if sketch.number == 5 else 40 + (sketch.number * 37) % 320
    return today + timedelta(days=days)
