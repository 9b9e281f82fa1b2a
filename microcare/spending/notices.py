"""The letter about a receipt that is missing. What it is, only the page says."""

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from microcare.kernel.words import N_
from microcare.mail.values import Button, Letter, links
from microcare.people.queries import person_by_id
from microcare.spending.models import MissingReceipt


def receipt_missing(session: Session, payload: dict[str, Any], base_url: str) -> Letter | None:
    """Something of theirs is still missing; nothing to say once it is there."""
    person = person_by_id(session, UUID(payload["person_id"]))
    rows = select(MissingReceipt.id).where(
        MissingReceipt.bill_id == UUID(payload["bill_id"]),
        MissingReceipt.person_id == UUID(payload["person_id"]),
    )
    if person is None or session.scalar(rows) is None:
        return None
    return Letter(
        to=person.email,
        subject=N_("One thing is missing"),
        greeting=person.first_name,
        lines=(N_("Sign in to see what it is, and by when."),),
        button=Button(N_("See what is missing"), links(base_url)(_path(payload))),
        after=(N_("Can you not find it? You can say so there."),),
    )


def _path(payload: dict[str, Any]) -> str:
    return f"/my/bills/{payload['bill_id']}/receipts"


NOTICES = {"spending.receipt_missing": receipt_missing}
