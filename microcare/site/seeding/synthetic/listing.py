"""One made-up listing, from its number alone: the same number is the same listing."""

import random
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import accumulate
from typing import Any

from microcare.directory.values import (
    Access,
    Address,
    CheckKind,
    Day,
    DbsLevel,
    HelpTerm,
    Kind,
    Met,
    Pay,
    Per,
    PublicCheck,
    PublicListing,
    PublicOwnership,
    PublicPatch,
    PublicPlace,
    PublicPrice,
    PublicStory,
    PublicTime,
    PublicTreatment,
    Reach,
    Room,
)
from microcare.kernel.distance import METRES_IN_A_MILE
from microcare.kernel.ids import slugify
from microcare.places.values import Point, Precision
from microcare.site.seeding.sketches import every, likes, treatment
from microcare.site.seeding.synthetic.country import Spot, spot
from microcare.site.seeding.synthetic.language import sentence, words

# The same country whenever it is made.
NEW_YEAR = datetime(2026, 11, 1, 9, tzinfo=UTC)
KINDS = [
    *[Kind.MICRO_ENTERPRISE] * 60,
    *[Kind.COMMUNITY_GROUP] * 22,
    *[Kind.COOP] * 8,
    *[Kind.OTHER] * 4,
]
KINDS += [Kind.CIRCLE_FACILITATOR] * 3 + [Kind.SHARED_LIVES_SCHEME] * 2 + [Kind.HOMESHARE_SCHEME]
ROOMS = [Room.ROOM] * 6 + [Room.WAITING] * 3 + [Room.FULL]


@dataclass(frozen=True)
class Country:
    """What every listing shares: patches by council, help terms by slug in order, a catalyst."""

    patches: Mapping[str, PublicPatch]
    terms: Mapping[str, HelpTerm]
    catalyst_id: uuid.UUID
    catalyst_name: str


@dataclass(frozen=True, slots=True)
class Made:
    """A listing as everybody sees it, and what only its keeper does."""

    public: PublicListing
    postcode: str
    council_code: str
    level: DbsLevel
    insured_until: date
    handles_money: bool


class Ids:
    """Ids like the others but in order, so that a database writes them side by side."""

    def __init__(self, number: int, chance: random.Random):
        self._base = number << 96
        self._chance = chance

    def next(self) -> uuid.UUID:
        """One more id."""
        rest = self._chance.getrandbits(96)
        return uuid.UUID(int=self._base | rest, version=4)


def make(number: int, country: Country) -> tuple[Made, Ids]:
    """Listing `number` of the country."""
    chance = random.Random(number)  # noqa: S311
    ids = Ids(number, chance)
    like, place = _like(chance), spot(chance)
    kind = KINDS[chance.randrange(len(KINDS))]
    reach = Reach(like["reach"])
    published = _working_hour(chance)
    name = f"{' '.join(words(chance, 2)).title()} {place.town}"
    people = tuple(Met(n, sentence(chance, 6)) for n in _names(chance, kind, like))
    postcode = f"{place.sector}{chance.choice('ABDEFGHJLN')}{chance.choice('ABDEFGHJLN')}"
    insured = NEW_YEAR.date() + timedelta(days=chance.randrange(1, 365))
    level = DbsLevel.ENHANCED_BARRED if "work" in like else DbsLevel.BASIC
    public = PublicListing(
        id=ids.next(),
        organization_id=ids.next(),
        version_id=ids.next(),
        number=1,
        slug=f"{slugify(name)}-{number}",
        name=name,
        kind=kind,
        place=_place(chance, place, reach=reach, postcode=postcode),
        patch=country.patches[place.council_code],
        ownership=_ownership(kind, name),
        published_at=published,
        changed_at=published,
        people=people,
        help=tuple(term for slug, term in country.terms.items() if slug in like["help"]),
        checks=_checks(country, people, seen_on=published.date(), ends_on=insured, level=level),
        approved_on=published.date(),
        approved_by=country.catalyst_name,
        confirmed_on=max(published.date(), _lately(chance)),
        confirmed_by=people[0].name,
        **_said(chance, like, people=len(people)),
        **_terms_of_trade(chance, like),
    )
    handles_money = like.get("work") == "money"
    return Made(public, postcode, place.council_code, level, insured, handles_money), ids


def _like(chance: random.Random) -> dict[str, Any]:
    sorts, weights = _sorts()
    return chance.choices(sorts, cum_weights=weights)[0]


@cache
def _sorts() -> tuple[list[dict[str, Any]], list[float]]:
    found = [sort for _, sort in sorted(likes().items())]
    return found, list(accumulate(1 / rank for rank in range(1, len(found) + 1)))


def _working_hour(chance: random.Random) -> datetime:
    return NEW_YEAR + timedelta(days=-chance.randrange(730), minutes=chance.randrange(480))


def _names(chance: random.Random, kind: Kind, like: dict[str, Any]) -> list[str]:
    # One who gives care of the body works alone here: two would have to be registered.
    several = kind == Kind.COOP and like.get("work") != "body"
    return chance.sample(every("first_names"), 2 if several else 1)


def _lately(chance: random.Random) -> date:
    return NEW_YEAR.date() - timedelta(days=int(chance.expovariate(1 / 45)))


def _place(chance: random.Random, where: Spot, *, reach: Reach, postcode: str) -> PublicPlace:
    if reach == Reach.VENUE:
        point = Point(
            round(where.point.lat + chance.uniform(-0.004, 0.004), 5),
            round(where.point.lng + chance.uniform(-0.006, 0.006), 5),
        )
        line = f"{chance.randrange(1, 90)} {chance.choice(every('street'))}"
        return PublicPlace(
            reach,
            point,
            f"{where.town} ({postcode})",
            Precision.EXACT,
            address=Address(line, where.town, "", postcode),
        )
    miles = chance.choice([2, 3, 4, 5, 6, 8, 10, 15]) if reach == Reach.VISITS else None
    radius_m = round(miles * METRES_IN_A_MILE) if miles else None
    near = f"{where.town} ({where.sector})"
    return PublicPlace(reach, where.point, near, Precision.SECTOR, radius_m)


def _ownership(kind: Kind, name: str) -> PublicOwnership:
    if kind == Kind.COOP:
        return PublicOwnership(name, 50, 50, "Register of mutuals", "DEMO-1")
    return PublicOwnership(name, 0, 100 if kind == Kind.MICRO_ENTERPRISE else 0)


def _checks(
    country: Country, people: tuple[Met, ...], *, seen_on: date, ends_on: date, level: DbsLevel
) -> tuple[PublicCheck, ...]:
    by = country.catalyst_name
    insurance = PublicCheck(CheckKind.INSURANCE, seen_on, by, None, "5000000", ends_on)
    training = PublicCheck(CheckKind.TRAINING, seen_on, by)
    who = [PublicCheck(CheckKind.IDENTITY, seen_on, by, met.name) for met in people]
    dbs = [PublicCheck(CheckKind.DBS, seen_on, by, met.name, level.value) for met in people]
    return (*who, insurance, *dbs, training)


def _said(chance: random.Random, like: dict[str, Any], *, people: int) -> dict[str, Any]:
    story, teller = chance.choice(like["stories"])
    return {
        "summary": sentence(chance, chance.randrange(8, 16)),
        "description": " ".join(sentence(chance, 9) for _ in range(3)),
        "same_people": chance.choice(every("same_people")),
        "workers": people if like.get("work") == "body" else people + chance.randrange(4),
        "who_for": chance.choice(like["who_for"]),
        "minimum_age": 18,
        "does_not": "" if like.get("work") == "body" else chance.choice(every("does_not")),
        "personal_care": like.get("work") == "body",
        "includes": like["includes"],
        "cancelling": chance.choice(every("cancelling")),
        "languages": ("English", *chance.sample(every("languages"), chance.random() < 0.2)),
        "access": tuple(code for code in Access if chance.random() < 0.3),
        "treatment": PublicTreatment(**{n: c[0] for n, c in treatment("team").items()}),
        "principles": tuple(chance.choice(like["principles"])),
        "story": PublicStory(story, teller),
    }


def _terms_of_trade(chance: random.Random, like: dict[str, Any]) -> dict[str, Any]:
    lowest, highest, per, *length = like["price"]
    pence = lowest + 50 * chance.randrange((highest - lowest) // 50 + 1)
    fewest, most = like.get("shared", (None, None))
    room, number = chance.choice(ROOMS), chance.randrange(1, 8)
    return {
        "times": chance.choice(_times(tuple(like["times"]))),
        "prices": (PublicPrice(pence, Per(per), length[0] if length else None),),
        "shared_min": fewest,
        "shared_max": most,
        "pay": tuple(way for way in Pay if way == Pay.OWN or chance.random() < 0.4),
        "room": room,
        "room_for": number if room == Room.ROOM else None,
        "waiting_weeks": number if room == Room.WAITING else None,
    }


@cache
def _times(texts: tuple[str, ...]) -> list[tuple[PublicTime, ...]]:
    return [tuple(_time(part) for part in text.split(", ")) for text in texts]


def _time(text: str) -> PublicTime:
    day, hours = text.split(" ")
    opens, closes = hours.split("-")
    return PublicTime(Day(day), time.fromisoformat(opens), time.fromisoformat(closes))
