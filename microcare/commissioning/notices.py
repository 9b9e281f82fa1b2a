"""Letters about an answer that was passed on for somebody, which say no more than that."""

from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from microcare.commissioning.models import WitnessedYes, YesWitness
from microcare.commissioning.queries.witnessing import yes_by_id
from microcare.decisions.queries import proposal_by_id
from microcare.kernel.words import N_, Words
from microcare.mail.values import Button, Letter, links
from microcare.people.models import Authority, LinkToken, Person
from microcare.people.queries import person_by_id


def answered_for(session: Session, payload: dict[str, Any], base_url: str) -> Letter | None:
    """Somebody passed on this person's answer, who may change it until promises are made (P31)."""
    authority = session.get(Authority, UUID(payload["authority_id"]))
    if authority is None or authority.person.is_gone:
        return None
    return Letter(
        to=authority.person.email,
        subject=N_("An answer was passed on for you"),
        greeting=authority.person.first_name,
        lines=(
            N_("There is something for you to look at."),
            Words(N_("%(name)s passed on an answer for you."), {"name": authority.supporter_name}),
            N_("Is it what you said? You can change it until promises are made."),
        ),
        button=Button(N_("Look at it"), links(base_url)(f"/groups/{payload['group_id']}/plan")),
        after=(N_("You can also stop them. Look under: People who help me here."),),
    )


def look_again(session: Session, payload: dict[str, Any], base_url: str) -> Letter | None:
    """Somebody's yes waits, because whoever gave it may no longer (P30)."""
    person = person_by_id(session, UUID(payload["person_id"]))
    if person is None:
        return None
    to, path = person, f"/groups/{payload['group_id']}/plan"
    if "authority_id" in payload:
        authority = session.get(Authority, UUID(payload["authority_id"]))
        if authority is None or authority.supporter is None or authority.revoked_at is not None:
            return None
        to, path = authority.supporter, f"/for/{authority.id}{path}"
    return Letter(
        to=to.email,
        subject=N_("An answer waits for another look"),
        greeting=to.first_name,
        lines=(
            N_("An answer was passed on, and it cannot count as it is."),
            N_("Nothing is promised on it until you look and answer again."),
        ),
        button=Button(N_("Look at it"), links(base_url)(path)),
        after=(N_("If nobody looks, the plan ends by itself, and nothing is owed."),),
    )


def witness(session: Session, payload: dict[str, Any], base_url: str) -> Letter | None:
    """To somebody who is named a witness: a link, and nothing of what it is about (P31a)."""
    asked = session.get(LinkToken, UUID(payload["link_id"]))
    named = session.get(YesWitness, UUID(asked.details["witness_id"])) if asked else None
    if named is None or named.email is None:
        return None
    return Letter(
        to=named.email,
        subject=N_("Were you there?"),
        # No greeting by a name that somebody else typed.
        greeting="",
        lines=(
            N_("Somebody says that you were there when something was said."),
            N_("Read what it was, and say if that is what happened."),
        ),
        button=Button(N_("Read it"), links(base_url)(f"/witness/{payload['token']}")),
        after=(
            N_("You need no account. Only who has this link can see the page."),
            N_("Were you not there? Say so on the page. Then it counts for nothing."),
        ),
    )


def written_down(session: Session, payload: dict[str, Any], base_url: str) -> Letter | None:
    """To the person: a yes was written down for them, and from when it may count (P31a)."""
    yes = yes_by_id(session, UUID(payload["yes_id"]))
    found = _plan_of(session, yes)
    if yes is None or found is None:
        return None
    person, path = found
    helper = session.get_one(Authority, yes.authority_id).supporter_name
    return Letter(
        to=person.email,
        subject=N_("Something was written down for you"),
        greeting=person.first_name,
        lines=(
            N_("There is something for you to look at."),
            Words(N_("%(name)s wrote down a yes of yours, with two witnesses."), {"name": helper}),
            N_("It does not count yet. It counts after 5 working days, if both say it is so."),
            N_("Is it not what you said? Then take it back. You need no reason."),
        ),
        button=Button(N_("Look at it"), links(base_url)(f"{path}/witnessed")),
        after=(N_("You can answer by yourself on any day until promises are made."),),
    )


def not_witnessed(session: Session, payload: dict[str, Any], base_url: str) -> Letter | None:
    """To the person, or to whoever wrote it down: that a yes counts for nothing."""
    yes = yes_by_id(session, UUID(payload["yes_id"]))
    found = _plan_of(session, yes)
    if yes is None or found is None:
        return None
    to, path = found
    if payload["to_helper"]:
        authority = session.get_one(Authority, yes.authority_id)
        if authority.supporter is None or authority.revoked_at is not None:
            return None
        to, path = authority.supporter, f"/for/{authority.id}{path}"
    return Letter(
        to=to.email,
        subject=N_("Something that was written down is over"),
        greeting=to.first_name,
        lines=(
            N_("There is something for you to look at."),
            N_("A yes that was said before two witnesses does not count any more."),
            N_("A witness did not see it so, or it was taken back, or who wrote it may no longer."),
        ),
        button=Button(N_("Look at it"), links(base_url)(path)),
        after=(N_("Nothing is owed by it. A new answer can be given until the plan closes."),),
    )


def _plan_of(session: Session, yes: WitnessedYes | None) -> tuple[Person, str] | None:
    """Whose yes it is and the address of the plan; None once the account or the plan is over."""
    person = person_by_id(session, yes.person_id) if yes else None
    proposal = proposal_by_id(session, yes.proposal_id) if yes else None
    if person is None or proposal is None or proposal.outcome is not None:
        return None
    return person, f"/groups/{proposal.subject_id}/plan"


NOTICES = {
    "commissioning.answered_for": answered_for,
    "commissioning.look_again": look_again,
    "commissioning.not_witnessed": not_witnessed,
    "commissioning.witness": witness,
    "commissioning.written_down": written_down,
}
