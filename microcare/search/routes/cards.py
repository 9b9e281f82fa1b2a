"""Result cards and their pins: plain values for the page."""

from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from microcare.index.values import Hit
from microcare.kernel.distance import METRES_IN_A_MILE
from microcare.places.values import Place
from microcare.search.routes.saying import gettext as _
from microcare.search.routes.wording import (
    Reason,
    kind_words,
    near_words,
    price_words,
    reasons,
    room_words,
    when_words,
    where_words,
)
from microcare.search.values import Asked
from microcare.web.filters import short_day
from microcare.web.maps import blank_map

# After so long, a page no longer says that it is right.
_LATELY = timedelta(days=100)


@dataclass(frozen=True, slots=True)
class Card:
    """One result as the page shows it. `number` is its number on the map."""

    number: int
    hit: Hit
    url: str
    kind: str
    room_state: str
    room: str
    where: str
    price: str
    when: str
    confirmed: str
    is_old: bool
    is_saved: bool
    reasons: tuple[Reason, ...]


def cards(
    hits: Sequence[Hit],
    asked: Asked,
    *,
    today: date,
    place: Place | None = None,
    saved: Container[UUID] = (),
) -> list[Card]:
    """The page's cards, numbered on from the pages before; `saved` are on the shortlist."""
    first = (asked.page - 1) * asked.per_page + 1
    return [
        _card(hit, asked, number=number, today=today, place=place, is_saved=hit.listing_id in saved)
        for number, hit in enumerate(hits, first)
    ]


def _card(
    hit: Hit, asked: Asked, *, number: int, today: date, place: Place | None, is_saved: bool
) -> Card:
    state, room = room_words(hit)
    is_old = hit.confirmed_on is None or hit.confirmed_on < today - _LATELY
    return Card(
        number=number,
        hit=hit,
        url=listing_url(hit.slug),
        kind=kind_words(hit),
        room_state=state,
        room=room,
        where=where_words(hit, place),
        price=price_words(hit.price),
        when=when_words(hit),
        confirmed=_confirmed(hit.confirmed_on, is_old),
        is_old=is_old,
        is_saved=is_saved,
        reasons=tuple(reasons(hit, asked, place)),
    )


def listing_url(slug: str) -> str:
    """The listing's page, which a higher feature draws."""
    return f"/listings/{slug}"


def _confirmed(on: date | None, is_old: bool) -> str:
    if on is None:
        return _("Not confirmed yet")
    if is_old:
        return _("Not confirmed lately. Last time %(day)s", day=short_day(on))
    return _("Confirmed right %(day)s", day=short_day(on))


def map_data(found: Sequence[Card], asked: Asked, place: Place | None) -> dict[str, Any]:
    """What the map script draws: a pin a card, where the person looked, and how far."""
    data = blank_map()
    data["pins"] = [
        {
            "n": card.number,
            "name": card.hit.name,
            "at": [card.hit.lat, card.hit.lng],
            "url": card.url,
            "t": f"{card.where}. {card.room}",
            "near": near_words(card.hit.card["near"]) if card.hit.card.get("near") else "",
        }
        for card in found
    ]
    if place is None:
        data["fit"] = bool(found)
        return data
    at = [place.point.lat, place.point.lng]
    label = place.label[:1].upper() + place.label[1:]
    return data | {
        "centre": at,
        "you": {"at": at, "label": label},
        "ring": {"at": at, "m": round(asked.within_miles * METRES_IN_A_MILE)},
    }


def choices_map(found: Sequence[tuple[Place, str]]) -> dict[str, Any]:
    """Places to choose between, each with the address of the search there."""
    pins = [
        {"n": n, "name": place.label, "at": [place.point.lat, place.point.lng], "url": url}
        for n, (place, url) in enumerate(found, 1)
    ]
    return blank_map() | {"pins": pins, "fit": True, "quiet": True}
