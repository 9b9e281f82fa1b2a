"""Documents for the index, with only what a test cares about spelt out."""

import uuid
from datetime import UTC, datetime
from typing import Any

from microcare.index.values import Document, Help, Price

TAUNTON = (51.0153, -3.1007)
COOKING = Help("meals", "Meals and cooking", ("cooking", "dinner", "shopping for food"))
GARDENING = Help("gardening", "Gardening", ("mowing", "allotment"))


def a_document(name: str = "Kitchen Table Cooks", **changes: Any) -> Document:
    """A small enterprise in Taunton that people go to, unless changed."""
    listing_id = changes.pop("listing_id", None) or uuid.uuid4()
    facts: dict[str, Any] = {
        "listing_id": listing_id,
        "slug": f"{name.lower().replace(' ', '-')}-{listing_id.hex[:6]}",
        "name": name,
        "kind": "micro_enterprise",
        "summary": "Priya and Joe cook with you in your own kitchen.",
        "lat": TAUNTON[0],
        "lng": TAUNTON[1],
        "published_at": datetime(2026, 11, 1, 9, 0, tzinfo=UTC),
        "comes_to": True,
    }
    return Document(**(facts | changes))


def hourly(pence: int) -> Price:
    """A price for each hour."""
    return Price(pence, "hour")


def north_of(place: tuple[float, float], *, metres: float) -> dict[str, float]:
    """Where a document lies that is so far north of a place."""
    return {"lat": place[0] + metres / 111_195, "lng": place[1]}
