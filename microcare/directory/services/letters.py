"""Owes letters about a listing, one row for each person, in the same transaction as the act."""

import uuid
from collections.abc import Iterable
from typing import Any

from sqlalchemy.orm import Session

from microcare.directory.models import Listing
from microcare.directory.queries import keeper_ids
from microcare.kernel.clock import Clock
from microcare.outbox.services import queue
from microcare.people.queries import catalysts_of


def tell_keepers(
    session: Session, listing_id: uuid.UUID, kind: str, *, clock: Clock, **payload: Any
) -> None:
    """A letter to everyone who looks after the listing."""
    _tell(session, keeper_ids(session, listing_id), listing_id, kind, payload, clock)


def tell_catalysts(
    session: Session,
    listing: Listing,
    kind: str,
    *,
    patch_id: uuid.UUID | None,
    clock: Clock,
    **payload: Any,
) -> None:
    """A letter about the listing to every catalyst of the patch."""
    if patch_id is not None:
        ids = [person.id for person in catalysts_of(session, patch_id)]
        _tell(session, ids, listing.id, kind, payload, clock)


def _tell(
    session: Session,
    people: Iterable[uuid.UUID],
    listing_id: uuid.UUID,
    kind: str,
    payload: dict[str, Any],
    clock: Clock,
) -> None:
    for person_id in people:
        about = {"person_id": person_id, "listing_id": listing_id}
        queue(session, kind=f"directory.{kind}", payload=about | payload, clock=clock)
