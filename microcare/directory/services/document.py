"""The public document of a listing, made of its answers. A private field has no way in here."""

from collections.abc import Sequence
from dataclasses import fields
from typing import Any

from microcare.directory.models import Listing
from microcare.directory.queries.public import public_patch
from microcare.directory.values import (
    Answers,
    CheckSeen,
    NotFinished,
    Ownership,
    Placed,
    Price,
    PublicCheck,
    PublicListing,
    PublicOwnership,
    PublicPlace,
    PublicPrice,
    PublicStory,
    PublicTime,
    PublicTreatment,
    Story,
    Times,
    Treatment,
)
from microcare.kernel.clock import Clock
from microcare.kernel.ids import new_id
from microcare.places.models import Patch

_PUBLIC_NAMES = {field.name for field in fields(PublicListing)}


def public_document(
    listing: Listing,
    answers: Answers,
    *,
    seen: Sequence[CheckSeen],
    patch: Patch,
    approved_by: str,
    clock: Clock,
    before: PublicListing | None = None,
) -> PublicListing:
    """Everything that everybody may know, as approved now; `before` is the version it follows.

    Raises NotFinished where there is no place yet.
    """
    facts: dict[str, Any] = {
        "id": listing.id,
        "organization_id": listing.organization_id,
        "version_id": new_id(),
        "number": 1,
        "slug": listing.slug,
        "patch": public_patch(patch),
        "published_at": before.published_at if before else clock.now(),
        "checks": tuple(public_check(one) for one in seen if one.about in _met(answers)),
        "approved_on": clock.today(),
        "approved_by": approved_by,
        "confirmed_on": listing.confirmed_on,
        "confirmed_by": listing.confirmed_by,
        "is_paused": before.is_paused if before else False,
    }
    return PublicListing(**facts, **_told(answers), **_made(listing, answers))


def _made(listing: Listing, answers: Answers) -> dict[str, Any]:
    """The answers that the document has in a form of its own."""
    if answers.placed is None:
        raise NotFinished
    return {
        "place": _place(answers.placed),
        "ownership": _ownership(answers.ownership, listing),
        "help": answers.help,
        "times": _times(answers.times),
        "times_note": answers.times.times_note if answers.times else "",
        "prices": _prices(answers.price),
        "treatment": _treatment(answers.treatment),
        "story": _story(answers.story),
    }


def _told(answers: Answers) -> dict[str, Any]:
    """The answers that go out word for word, under the names that the document has for them.

    Named one by one: what the provider holds of papers (`checks`) is not among them.
    """
    told = (
        answers.named,
        answers.summary,
        answers.visit,
        answers.people,
        answers.work,
        answers.who_for,
        answers.cost_terms,
        answers.sharing,
        answers.paying,
        answers.room,
        answers.languages,
        answers.accessible,
        answers.reached,
        answers.principles,
    )
    nothing = {"summary": "", "description": ""}
    return nothing | {
        field.name: getattr(value, field.name)
        for value in told
        if value is not None
        for field in fields(value)
        if field.name in _PUBLIC_NAMES
    }


def _place(placed: Placed) -> PublicPlace:
    return PublicPlace(
        reach=placed.reach,
        point=placed.point,
        near=placed.near,
        precision=placed.precision,
        radius_m=placed.radius_m,
        address=placed.address,
    )


def _ownership(ownership: Ownership | None, listing: Listing) -> PublicOwnership:
    if ownership is None:
        return PublicOwnership(listing.organization.name, 0, 0)
    return PublicOwnership(
        organisation=ownership.organisation,
        users_percent=ownership.users_percent,
        workers_percent=ownership.workers_percent,
        register=ownership.register,
        register_number=ownership.register_number,
    )


def _times(times: Times | None) -> tuple[PublicTime, ...]:
    return tuple(PublicTime(o.day, o.opens, o.closes) for o in times.openings) if times else ()


def _prices(price: Price | None) -> tuple[PublicPrice, ...]:
    return (PublicPrice(price.pence, price.per, price.minutes),) if price else ()


def _met(answers: Answers) -> set[str | None]:
    """Whom checks may be of: the people named now, and the listing as a whole."""
    return {None, *(met.name for met in answers.people.people)} if answers.people else {None}


def public_check(seen: CheckSeen) -> PublicCheck:
    """A check as everybody may know it."""
    return PublicCheck(
        kind=seen.kind,
        seen_on=seen.seen_on,
        seen_by=seen.seen_by,
        about=seen.about,
        level=seen.level,
        ends_on=seen.ends_on,
    )


def _treatment(treatment: Treatment | None) -> PublicTreatment | None:
    if treatment is None:
        return None
    return PublicTreatment(treatment.paid, treatment.travel_time, treatment.training, treatment.say)


def _story(story: Story | None) -> PublicStory | None:
    # A story is told only with the yes of whoever it is about.
    if story is None or not story.story_agreed or not story.story:
        return None
    return PublicStory(story.story, story.story_by)
