"""Reminders: that an answer is still to come. They tell no sum, and not what it is about."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from microcare.decisions.models import Proposal
from microcare.decisions.policies import closes_at, latest_answers
from microcare.decisions.queries import proposal_by_id
from microcare.decisions.values import ReminderFormat
from microcare.kernel.clock import LONDON
from microcare.kernel.words import N_, Words
from microcare.mail.values import Button, Letter, links
from microcare.people.policies import is_live_authority
from microcare.people.queries import authority_by_id, person_by_id
from microcare.web.current import clock
from microcare.web.filters import day

_NO_HURRY = N_("You do not have to say yes. You can also ask for more time.")


def reminder(session: Session, payload: dict[str, Any], base_url: str) -> Letter | None:
    """To whoever has not answered: until when they can, and where; to print where they like."""
    proposal = _still_open(session, payload)
    person = person_by_id(session, UUID(payload["person_id"]))
    if proposal is None or person is None:
        return None
    link = links(base_url)
    prints = payload["format"] == ReminderFormat.PRINT
    path = f"{payload['path']}/letter" if prints else payload["path"]
    words = N_("Open the letter to print") if prints else N_("Look and answer")
    return Letter(
        to=person.email,
        subject=N_("Your answer is still to come"),
        greeting=person.first_name,
        lines=(N_("We do not have your answer yet."), _until(proposal)),
        button=Button(words, link(path)),
        after=(_NO_HURRY, N_("If you do nothing, nothing happens to what is yours.")),
    )


def reminder_through(session: Session, payload: dict[str, Any], base_url: str) -> Letter | None:
    """To somebody who helps: whom to remind, and until when. Nothing of what it is about."""
    proposal = _still_open(session, payload)
    authority = authority_by_id(session, UUID(payload["authority_id"]))
    if proposal is None or authority is None or authority.supporter is None:
        return None
    if not is_live_authority(authority, clock().today()):
        return None
    name = {"name": authority.person.first_name}
    return Letter(
        to=authority.supporter.email,
        subject=N_("Can you pass something on?"),
        greeting=authority.supporter.first_name,
        lines=(
            N_("Somebody asked us to write to you in their place."),
            Words(N_("%(name)s has something to answer. Can you remind them?"), name),
            _until(proposal),
            N_("There is no hurry, and a no is fine."),
        ),
        button=Button(N_("See who you help"), links(base_url)("/my/supporters")),
        after=(N_("You get this because you agreed to help, and they chose it."),),
    )


def _still_open(session: Session, payload: dict[str, Any]) -> Proposal | None:
    """The proposal, where an answer of this person is still worth asking for."""
    proposal = proposal_by_id(session, UUID(payload["proposal_id"]))
    if proposal is None or proposal.outcome is not None or clock().now() >= closes_at(proposal):
        return None
    answered = UUID(payload["person_id"]) in latest_answers(proposal)
    return None if answered else proposal


def _until(proposal: Proposal) -> Words:
    last = (closes_at(proposal) - timedelta(seconds=1)).astimezone(LONDON).date()
    return Words(N_("You can answer until %(day)s."), {"day": day(last)})


NOTICES = {"decisions.reminder": reminder, "decisions.reminder_through": reminder_through}
