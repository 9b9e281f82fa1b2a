"""What the search pages' tests share: documents near Taunton, and a desk to ask."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy.orm import Session

from microcare.index.services import put_documents
from microcare.places.models import Patch, PatchCouncil
from tests.factories.index import COOKING, GARDENING, TAUNTON, a_document, hourly, north_of

MILE = 1609.344


@pytest.fixture
def put(session: Session) -> Callable[..., None]:
    """Puts documents in the index."""
    return lambda *documents: (put_documents(session, documents), None)[1]


def cooks(**changes: Any) -> Any:
    """A cook in Taunton, with all that a card shows."""
    facts: dict[str, Any] = {
        "name": "Kitchen Table Cooks",
        "helps": (COOKING,),
        "price": hourly(1800),
        "has_room": True,
        "days": ("tue", "thu"),
        "pays": ("direct_payment", "own"),
        "confirmed_on": date(2026, 11, 9),
        "card": {
            "room": "room",
            "workers": 2,
            "near": "near TA1 1",
            "times": [
                {"day": "tue", "opens": "16:00:00", "closes": "20:00:00"},
                {"day": "thu", "opens": "16:00:00", "closes": "20:00:00"},
            ],
        },
    }
    return a_document(**(facts | changes))


@pytest.fixture
def taunton(put: Callable[..., None]) -> None:
    """Three places round Taunton."""
    put(
        cooks(),
        a_document(
            "Green Fingers",
            helps=(GARDENING,),
            kind="coop",
            summary="We dig.",
            pays=("own",),
            **north_of(TAUNTON, metres=3 * MILE),
        ),
        a_document("Quiet Company", summary="We sit and talk.", **north_of(TAUNTON, metres=30_000)),
    )


@pytest.fixture
def desk(session: Session) -> Patch:
    """The patch that looks after Somerset."""
    patch = Patch(
        slug="somerset",
        name="Somerset",
        organisation="Moor and Vale Catalysts",
        contact_name="Ruth",
        councils=[PatchCouncil(council_code="E06000066")],
    )
    session.add(patch)
    session.flush()
    return patch
