"""The letters about listings. Subject and first line could be about a page of any kind."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from microcare.directory.models import Listing, ListingQuestion
from microcare.directory.queries import listing_by_id, question_by_id, report_by_id
from microcare.kernel.words import N_, Words
from microcare.mail.values import Button, Letter, Text, links
from microcare.people.queries import person_by_id


def _letter(
    session: Session,
    payload: dict[str, Any],
    *,
    subject: str,
    lines: Sequence[Text],
    button: Button,
    after: Sequence[Text] = (),
) -> Letter | None:
    person = person_by_id(session, UUID(payload["person_id"]))
    if person is None:
        return None
    return Letter(
        to=person.email,
        subject=subject,
        greeting=person.first_name,
        lines=lines,
        button=button,
        after=after,
    )


def _listing(session: Session, payload: dict[str, Any]) -> Listing | None:
    return listing_by_id(session, UUID(payload["listing_id"]))


def sent(session: Session, payload: dict[str, Any], base_url: str) -> Letter | None:
    """To a catalyst: a page waits."""
    return _letter(
        session,
        payload,
        subject=N_("A page waits for you"),
        lines=(N_("Someone has sent you a page to look at."),),
        button=Button(N_("See what waits"), links(base_url)("/catalyst")),
    )


def reported(session: Session, payload: dict[str, Any], base_url: str) -> Letter | None:
    """To a catalyst: somebody says what is wrong on a page."""
    return _letter(
        session,
        payload,
        subject=N_("Someone says a page is wrong"),
        lines=(N_("Someone has told us what is wrong on a page in your area."),),
        button=Button(N_("See what they say"), links(base_url)("/catalyst")),
    )


def approved(session: Session, payload: dict[str, Any], base_url: str) -> Letter | None:
    """To a keeper: everybody can see it."""
    listing = _listing(session, payload)
    if listing is None:
        return None
    lines, button = [N_("Your catalyst said yes. Everyone can see your page.")], N_("See your page")
    path = f"/listings/{listing.slug}"
    if payload.get("has_words"):
        # Their words are read on the keeper's own page: letters are seen by others.
        lines.append(N_("They wrote a few words to you too."))
        path, button = f"/my/listings/{listing.id}", N_("Read it")
    return _letter(
        session,
        payload,
        subject=N_("Your page can be seen now"),
        lines=lines,
        button=Button(button, links(base_url)(path)),
        after=(N_("Tell us when something changes. We ask you now and then."),),
    )


def changes_asked(session: Session, payload: dict[str, Any], base_url: str) -> Letter | None:
    """To a keeper: please change something."""
    return _about_mine(
        session,
        payload,
        base_url,
        subject=N_("Some changes to your page"),
        line=N_("Your catalyst has read your page and asks for some changes."),
    )


def declined(session: Session, payload: dict[str, Any], base_url: str) -> Letter | None:
    """To a keeper: not this time, and why."""
    return _about_mine(
        session,
        payload,
        base_url,
        subject=N_("An answer about your page"),
        line=N_("Your catalyst has read your page and written to you."),
    )


def stopped(session: Session, payload: dict[str, Any], base_url: str) -> Letter | None:
    """To a keeper: their page is stopped, and why stands on it."""
    return _about_mine(
        session,
        payload,
        base_url,
        subject=N_("Your page is stopped"),
        line=N_("Your catalyst has stopped your page for now, and written to you."),
    )


def allowed(session: Session, payload: dict[str, Any], base_url: str) -> Letter | None:
    """To a keeper: their page goes on."""
    return _about_mine(
        session,
        payload,
        base_url,
        subject=N_("Your page is open again"),
        line=N_("Your catalyst has opened your page again, and written to you."),
    )


def _about_mine(
    session: Session, payload: dict[str, Any], base_url: str, *, subject: str, line: str
) -> Letter | None:
    to = links(base_url)(f"/my/listings/{payload['listing_id']}")
    return _letter(
        session,
        payload,
        subject=subject,
        lines=(line,),
        button=Button(N_("Read it"), to),
        after=(N_("We have kept all your answers."),),
    )


def asked(session: Session, payload: dict[str, Any], base_url: str) -> Letter | None:
    """To a keeper: a question, answered on a page behind the link."""
    question = question_by_id(session, UUID(payload["question_id"]))
    if question is None or question.answered_at is not None:
        return None
    return _letter(
        session,
        payload,
        subject=N_("Someone has a question for you"),
        lines=(N_("Someone has seen your page and asks you something."),),
        button=Button(N_("Read and answer"), links(base_url)(f"/answers/{payload['token']}")),
        after=(N_("They do not see your e-mail, and you do not see theirs."),),
    )


def answered(session: Session, payload: dict[str, Any], base_url: str) -> Letter | None:
    """To the asker: the answer, behind the link."""
    question: ListingQuestion | None = question_by_id(session, UUID(payload["question_id"]))
    if question is None or question.asker_email is None:
        return None
    return Letter(
        to=question.asker_email,
        subject=N_("Your question has an answer"),
        # No name that was typed by nobody knows whom.
        greeting="",
        lines=(N_("You asked something on our site. Here is the answer."),),
        button=Button(N_("Read the answer"), links(base_url)(f"/replies/{payload['token']}")),
        after=(N_("Did you not ask? Then do nothing."),),
    )


def settled(session: Session, payload: dict[str, Any], base_url: str) -> Letter | None:
    """To whoever said that a page was wrong: somebody has looked, and their words."""
    report = report_by_id(session, UUID(payload["report_id"]))
    if report is None or report.email is None:
        return None
    by = person_by_id(session, report.settled_by_id) if report.settled_by_id else None
    name = {"name": by.name if by else ""}
    wrote: list[Text] = [Words(N_("%(name)s, who checks pages there, wrote to you:"), name)]
    answer: list[Text] = [
        part.strip() for part in (report.answer or "").splitlines() if part.strip()
    ]
    return Letter(
        to=report.email,
        subject=N_("Someone has looked at what you told us"),
        greeting="",
        lines=(
            N_("You told us that something was wrong on a page. Someone has looked."),
            *(wrote + answer if answer else []),
        ),
        after=(N_("Thank you for telling us."), N_("We forget your e-mail a week from now.")),
    )


def still_right(session: Session, payload: dict[str, Any], base_url: str) -> Letter | None:
    """To a keeper: one press says that all of it is still right."""
    listing = _listing(session, payload)
    if listing is None:
        return None
    return _letter(
        session,
        payload,
        subject=N_("Is your page still right?"),
        lines=(
            N_("It takes one press to tell us."),
            Words(N_("It is the page called %(name)s."), {"name": listing.name}),
        ),
        button=Button(N_("See and tell us"), links(base_url)(f"/still-right/{payload['token']}")),
        after=(N_("If you do nothing, your page will say that it was not confirmed lately."),),
    )


NOTICES = {
    "directory.sent": sent,
    "directory.reported": reported,
    "directory.approved": approved,
    "directory.ask_changes": changes_asked,
    "directory.decline": declined,
    "directory.stop": stopped,
    "directory.allow": allowed,
    "directory.asked": asked,
    "directory.answered": answered,
    "directory.settled": settled,
    "directory.still_right": still_right,
}
