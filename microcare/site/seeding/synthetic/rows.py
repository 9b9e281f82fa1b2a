"""Made-up listings as rows: those that the services would have written, without a keeper.

Of its history each has one event, the approval: nobody wrote it answer by answer.
"""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from functools import lru_cache
from operator import itemgetter
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Table

from microcare.directory import models
from microcare.directory.values import (
    Act,
    HelpTerm,
    PublicListing,
    PublicPatch,
    PublicTime,
    PublicTreatment,
    Reach,
    State,
    to_json,
)
from microcare.kernel.base import Base
from microcare.kernel.bulk import Batch, batch
from microcare.site.seeding.synthetic.listing import Country, Ids, Made

# In the order that their references allow. A listing and its version refer to each other, so a
# listing is written as sent, without its version, and made public when that is there.
TABLES: tuple[type[Base], ...] = (
    models.Organization,
    models.Listing,
    models.ListingVersion,
    models.Contact,
    models.Location,
    models.PrivatePlace,
    models.ServiceArea,
    models.Schedule,
    models.CostOption,
    models.Language,
    models.Accessibility,
    models.ServiceTaxonomy,
    models.ListingCheck,
    models.ListingEvent,
)
_PLAIN = {str, int, bool, type(None)}
Rows = dict[type[Base], list[dict[str, Any]]]


def rows_of(made: Made, ids: Ids, *, country: Country, term_ids: Mapping[str, UUID]) -> Rows:
    """Every row of one listing, by table."""
    public = made.public
    near: dict[str, Any] = {"listing_id": public.id}

    def own(**rest: Any) -> dict[str, Any]:
        return {"id": ids.next(), "listing_id": public.id, **rest}

    return {
        models.Organization: [_organization(made)],
        models.Listing: [_listing(made)],
        models.ListingVersion: [_version(made, country)],
        models.Contact: [
            own(position=n, name=met.name, about=met.about) for n, met in enumerate(public.people)
        ],
        models.Location: [near | _location(made)],
        models.PrivatePlace: _private(made),
        models.ServiceArea: _area(made),
        models.Schedule: [
            own(day=t.day.value, opens=t.opens, closes=t.closes) for t in public.times
        ],
        models.CostOption: [
            own(position=n, pence=p.pence, per=p.per.value, minutes=p.minutes)
            for n, p in enumerate(public.prices)
        ],
        models.Language: [own(position=n, name=name) for n, name in enumerate(public.languages)],
        models.Accessibility: [own(code=code.value) for code in public.access],
        models.ServiceTaxonomy: [
            near | {"term_id": term_ids[term.slug], "position": n}
            for n, term in enumerate(public.help)
        ],
        models.ListingCheck: [
            own(**_check(check), seen_by_id=country.catalyst_id, noted_at=public.published_at)
            for check in public.checks
        ],
        models.ListingEvent: [own(**_approval(made, country))],
    }


def _organization(made: Made) -> dict[str, Any]:
    owned = made.public.ownership
    return {
        "id": made.public.organization_id,
        "name": owned.organisation,
        "description": "",
        "users_percent": owned.users_percent,
        "workers_percent": owned.workers_percent,
        "register": owned.register,
        "register_number": owned.register_number,
    }


# Columns of a listing that its public document has under the same names.
_SAME = [
    "id",
    "organization_id",
    "slug",
    "name",
    "summary",
    "description",
    "same_people",
    "personal_care",
    "workers",
    "does_not",
    "who_for",
    "minimum_age",
    "maximum_age",
    "times_note",
    "includes",
    "travel",
    "cancelling",
    "shortest_minutes",
    "shared_min",
    "shared_max",
    "room_for",
    "waiting_weeks",
    "access_note",
    "website",
    "confirmed_on",
    "confirmed_by",
]
# What a listing of a made-up country has nothing in; its version comes after it.
_NOTHING = [
    "version_id",
    "next_council_code",
    "next_patch_id",
    "source",
    "source_id",
    "source_hash",
]


def _listing(made: Made) -> dict[str, Any]:
    public = made.public
    story, treatment = public.story, public.treatment
    return {name: getattr(public, name) for name in _SAME} | {
        **dict.fromkeys(_NOTHING),
        "state": State.SENT.value,
        "edit": "none",
        "is_moving": False,
        "kind": public.kind.value,
        "handles_money": made.handles_money,
        "one_to_one": public.place.reach == Reach.VISITS,
        "is_shared": public.shared_min is not None,
        "pay": [way.value for way in public.pay],
        "room": public.room.value,
        "told_access": True,
        "told_reach": True,
        "has_insurance": True,
        "insured_until": made.insured_until,
        "dbs": made.level.value,
        "registration": "",
        "has_training": True,
        "paid": treatment.paid if treatment else None,
        "travel_time": treatment.travel_time if treatment else "",
        "training": treatment.training if treatment else "",
        "say": treatment.say if treatment else "",
        "principles": list(public.principles),
        "story": story.words if story else None,
        "story_by": story.by if story else "",
        "story_agreed": story is not None,
        "council_code": made.council_code,
        "patch_id": public.patch.id,
        "created_at": public.published_at,
        "saved_at": public.published_at,
        "sent_at": public.published_at,
    }


def _version(made: Made, country: Country) -> dict[str, Any]:
    return {
        "id": made.public.version_id,
        "listing_id": made.public.id,
        "number": made.public.number,
        "cause": Act.APPROVE.value,
        "document": {f.name: _part(getattr(made.public, f.name)) for f in fields(PublicListing)},
        "made_by_id": country.catalyst_id,
        "made_at": made.public.published_at,
    }


def _part(value: Any) -> Any:
    if type(value) in _PLAIN or value == ():
        return value
    # What many listings share is put into JSON once.
    if isinstance(value, PublicPatch | PublicTreatment):
        return _shared_part(value)
    if isinstance(value, tuple) and isinstance(value[0], HelpTerm | PublicTime):
        return [_shared_part(one) for one in value]
    return to_json(value)


@lru_cache(maxsize=4096)
def _shared_part(value: Any) -> Any:
    return to_json(value)


def _approval(made: Made, country: Country) -> dict[str, Any]:
    return {
        "act": Act.APPROVE.value,
        "by_id": country.catalyst_id,
        "by_name": country.catalyst_name,
        "at": made.public.published_at,
        "words": "",
        "about": "",
    }


def _location(made: Made) -> dict[str, Any]:
    place = made.public.place
    address = place.address
    return {
        "reach": place.reach.value,
        "lat": place.point.lat,
        "lng": place.point.lng,
        "near": place.near,
        "precision": place.precision.value,
        "postcode": address.postcode if address else None,
        "line_1": address.line_1 if address else None,
        "city": address.city if address else None,
        "county": address.county if address else None,
    }


def _private(made: Made) -> list[dict[str, Any]]:
    if not made.public.place.is_home_based:
        return []
    return [{"listing_id": made.public.id, "postcode": made.postcode}]


def _area(made: Made) -> list[dict[str, Any]]:
    radius_m = made.public.place.radius_m
    return [{"listing_id": made.public.id, "radius_m": radius_m}] if radius_m else []


def _check(check: Any) -> dict[str, Any]:
    return {
        "kind": check.kind.value,
        "about": check.about,
        "level": check.level,
        "seen_by": check.seen_by,
        "how": "",
        "seen_on": check.seen_on,
        "ends_on": check.ends_on,
    }


def batches(every: Iterable[Rows], *, engine: str) -> list[Batch]:
    """The rows of many listings, a batch a table, ready for `engine`."""
    together: Rows = {model: [] for model in TABLES}
    for rows in every:
        for model, some in rows.items():
            together[model] += some
    return [_batch(model, together[model], engine=engine) for model in TABLES]


def _batch(model: type[Base], rows: list[dict[str, Any]], *, engine: str) -> Batch:
    columns = [column.name for column in cast(Table, model.__table__).columns]
    return batch(model, columns, map(itemgetter(*columns), rows), engine=engine)
