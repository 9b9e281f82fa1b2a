"""Letters about what is missing, late or final. What it is, only the page says."""

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from microcare.groups.queries import group_by_id
from microcare.kernel.words import N_
from microcare.mail.values import Button, Letter, links
from microcare.people.queries import person_by_id
from microcare.spending.models import MissingReceipt
from microcare.spending.queries.final import final_statement_path
from microcare.spending.queries.refunds import owed_back


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


def refund_late(session: Session, payload: dict[str, Any], base_url: str) -> Letter | None:
    """Something of theirs should have come; nothing to say once they said that it did."""
    person = person_by_id(session, UUID(payload["person_id"]))
    mine = owed_back(session, UUID(payload["person_id"]))
    late = [one for one in mine if str(one.refund_id) == payload["refund_id"]]
    if person is None or not late:
        return None
    return Letter(
        to=person.email,
        subject=N_("Something should have come to you by now"),
        greeting=person.first_name,
        lines=(N_("Sign in to see what it is. If it came, say so there."),),
        button=Button(N_("Look at it"), links(base_url)(f"/my/bills/{late[0].bill_id}")),
        after=(N_("If it did not come, ask whoever sends it. Their page has a way to write."),),
    )


def final_statement(session: Session, payload: dict[str, Any], base_url: str) -> Letter | None:
    """Where they promised something has closed, and what they used there will not change."""
    person = person_by_id(session, UUID(payload["person_id"]))
    group = group_by_id(session, UUID(payload["group_id"]))
    if person is None or group is None or group.closed_at is None:
        return None
    return Letter(
        to=person.email,
        subject=N_("Your final statement is there"),
        greeting=person.first_name,
        lines=(N_("Sign in to read it. Keep it, in case somebody asks you for it."),),
        button=Button(N_("Read it"), links(base_url)(final_statement_path(session, group, person))),
        after=(N_("Everything in it is settled. There is nothing for you to do."),),
    )


def _path(payload: dict[str, Any]) -> str:
    return f"/my/bills/{payload['bill_id']}/receipts"


NOTICES = {
    "spending.final_statement": final_statement,
    "spending.receipt_missing": receipt_missing,
    "spending.refund_late": refund_late,
}
