"""The letters about accounts. Their subjects and first lines could be about any site at all."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from microcare.kernel.words import N_, Words
from microcare.mail.values import Button, Letter, Text, links
from microcare.people.models import Authority, LinkToken, Person
from microcare.people.queries import authority_by_id, person_by_id

_NOT_YOU = N_("Was this not you? Then do nothing. Nothing changes.")
_TELL_US = N_("Was this not you? Choose a new password on our sign-in page now.")


def _link(session: Session, payload: dict[str, Any]) -> LinkToken | None:
    link = session.get(LinkToken, UUID(payload["link_id"]))
    return None if link is None or link.used_at is not None else link


def _letter(
    link: LinkToken,
    *,
    to: str | None,
    subject: str,
    lines: Sequence[Text],
    button: Button,
    until: str,
) -> Letter | None:
    if to is None:
        return None
    # No greeting by a name that somebody else may have typed.
    greeting = link.person.first_name if link.person else ""
    return Letter(
        to=to,
        subject=subject,
        greeting=greeting,
        lines=lines,
        button=button,
        after=(until, _NOT_YOU),
    )


def sign_up(session: Session, payload: dict[str, Any], base_url: str) -> Letter | None:
    """The link that makes an account."""
    link = _link(session, payload)
    if link is None:
        return None
    return _letter(
        link,
        to=link.details.get("email"),
        subject=N_("Confirm your e-mail"),
        lines=(N_("Press the button to finish making your account."),),
        button=Button(N_("Yes, this is my e-mail"), _to(base_url, "sign-up", payload)),
        until=N_("The button works for one day."),
    )


def has_account(session: Session, payload: dict[str, Any], base_url: str) -> Letter | None:
    """To somebody who asked for an account and has one: a link to sign in."""
    link = _link(session, payload)
    if link is None or link.person is None:
        return None
    return _letter(
        link,
        to=link.person.email,
        subject=N_("You have an account"),
        lines=(
            N_("Someone asked to make an account with this e-mail. You have one already."),
            N_("Press the button to sign in."),
        ),
        button=Button(N_("Sign in"), _to(base_url, "sign-in/link", payload)),
        until=N_("The button works for 30 minutes."),
    )


def sign_in(session: Session, payload: dict[str, Any], base_url: str) -> Letter | None:
    """The link to sign in."""
    link = _link(session, payload)
    if link is None or link.person is None:
        return None
    return _letter(
        link,
        to=link.person.email,
        subject=N_("Your link to sign in"),
        lines=(N_("Press the button to sign in."),),
        button=Button(N_("Sign in"), _to(base_url, "sign-in/link", payload)),
        until=N_("The button works for 30 minutes."),
    )


def reset(session: Session, payload: dict[str, Any], base_url: str) -> Letter | None:
    """The link to choose a new password."""
    link = _link(session, payload)
    if link is None or link.person is None:
        return None
    return _letter(
        link,
        to=link.person.email,
        subject=N_("Choose a new password"),
        lines=(N_("Press the button to choose a new password."),),
        button=Button(N_("Choose a new password"), _to(base_url, "reset", payload)),
        until=N_("The button works for one hour."),
    )


def new_address(session: Session, payload: dict[str, Any], base_url: str) -> Letter | None:
    """To a new address: is it yours?"""
    link = _link(session, payload)
    if link is None:
        return None
    return _letter(
        link,
        to=link.details.get("email"),
        subject=N_("Confirm your new e-mail"),
        lines=(N_("Press the button to use this e-mail from now on."),),
        button=Button(N_("Use this e-mail"), _to(base_url, "new-e-mail", payload)),
        until=N_("The button works for one day."),
    )


def address_changed(session: Session, payload: dict[str, Any], base_url: str) -> Letter | None:
    """To the old address: it does not sign in any more."""
    link = session.get(LinkToken, UUID(payload["link_id"]))
    if link is None or link.person is None or "old_email" not in link.details:
        return None
    return Letter(
        to=link.details["old_email"],
        subject=N_("Your e-mail was changed"),
        greeting=link.person.first_name,
        lines=(N_("You sign in with a different e-mail from now on."),),
        after=(N_("Was this not you? Ring us today. Our number is on every page."),),
    )


def password_changed(session: Session, payload: dict[str, Any], base_url: str) -> Letter | None:
    """A password was chosen."""
    person: Person | None = person_by_id(session, UUID(payload["person_id"]))
    if person is None:
        return None
    return Letter(
        to=person.email,
        subject=N_("Your password was changed"),
        greeting=person.first_name,
        lines=(N_("You have a new password. Every other phone and computer is signed out."),),
        after=(_TELL_US,),
    )


def role_changed(session: Session, payload: dict[str, Any], base_url: str) -> Letter | None:
    """A role was given or taken back by somebody else."""
    person: Person | None = person_by_id(session, UUID(payload["person_id"]))
    if person is None:
        return None
    return Letter(
        to=person.email,
        subject=N_("Something has changed"),
        greeting=person.first_name,
        lines=(
            N_("Something has changed on your account."),
            N_("You can do other things here than before. Sign in to see."),
        ),
        button=Button(N_("Sign in"), links(base_url)("/my")),
        after=(N_("Do you wonder why? Ring us. Our number is on every page."),),
    )


def support(session: Session, payload: dict[str, Any], base_url: str) -> Letter | None:
    """Would you help somebody? Their name stands inside, never in the subject or the first line."""
    link = _link(session, payload)
    authority = authority_by_id(session, UUID(link.details["authority_id"])) if link else None
    if link is None or authority is None or authority.invited_email is None:
        return None
    return Letter(
        to=authority.invited_email,
        subject=N_("Someone you know has a question for you"),
        greeting="",
        lines=(
            N_("Someone you know would like your answer."),
            Words(N_("%(name)s asks you to help them here."), {"name": authority.person.name}),
        ),
        button=Button(N_("Read the question"), _to(base_url, "support", payload)),
        after=(N_("The button works for two weeks."), N_("Do nothing, and nothing happens.")),
    )


def support_ended(session: Session, payload: dict[str, Any], base_url: str) -> Letter | None:
    """You can no longer act for somebody."""
    authority = session.get(Authority, UUID(payload["authority_id"]))
    if authority is None or authority.supporter is None or authority.supporter.is_gone:
        return None
    return Letter(
        to=authority.supporter.email,
        subject=N_("Something has changed"),
        greeting=authority.supporter.first_name,
        lines=(
            N_("Something has changed on your account."),
            Words(N_("You no longer act for %(name)s here."), {"name": authority.person.name}),
        ),
    )


def named(session: Session, payload: dict[str, Any], base_url: str) -> Letter | None:
    """A council or a court named somebody to act for this person."""
    authority = session.get(Authority, UUID(payload["authority_id"]))
    if authority is None or authority.revoked_at or authority.person.is_gone:
        return None
    return Letter(
        to=authority.person.email,
        subject=N_("Something has changed"),
        greeting=authority.person.first_name,
        lines=(
            N_("Something has changed on your account."),
            Words(
                N_("%(name)s was named to act for you here, once they say yes."),
                {"name": authority.supporter_name},
            ),
        ),
        button=Button(N_("Read what it is"), links(base_url)("/my/supporters")),
        after=(N_("Is this wrong? Stop it there, or ring us. Our number is on every page."),),
    )


def _to(base_url: str, place: str, payload: dict[str, Any]) -> str:
    return links(base_url)(f"/{place}/{payload['token']}")


NOTICES = {
    "people.sign_up": sign_up,
    "people.has_account": has_account,
    "people.sign_in": sign_in,
    "people.reset": reset,
    "people.new_address": new_address,
    "people.address_changed": address_changed,
    "people.password_changed": password_changed,
    "people.role_changed": role_changed,
    "people.support": support,
    "people.support_ended": support_ended,
    "people.named": named,
}
