"""A group on its way, through the services."""

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from microcare.budgets.models import Budget
from microcare.commissioning.models import Agreement, Offer
from microcare.commissioning.queries import last_agreement
from microcare.commissioning.services import (
    answer_plan,
    ask_for_offer,
    choose_offer,
    make_offer,
    write_brief,
)
from microcare.commissioning.values import OfferTerms, Wants
from microcare.decisions.models import Proposal
from microcare.decisions.values import Answer
from microcare.directory.values import PublicListing
from microcare.groups.models import Group
from microcare.groups.queries import group_by_id
from microcare.groups.services import add_member, start_group
from microcare.kernel.clock import Clock
from microcare.people.models import Person
from tests.factories.budgets import make_budget, pledge_for
from tests.factories.directory import make_public_listing
from tests.factories.people import make_person


def make_terms(**changes: Any) -> OfferTerms:
    """Twelve Tuesdays at £54 for everybody."""
    terms: dict[str, Any] = {
        "session_pence": 5_400,
        "sessions": 12,
        "first_on": date(2027, 1, 12),
        "every_weeks": 1,
        "times": "5pm to 7pm",
        "includes": "Cooking, and washing up.",
        "travel": "We come to you. The bus is in the price.",
        "cancelling": "Free the day before",
        "leaving": "Two weeks",
        "closes_on": date(2026, 12, 4),
    }
    return OfferTerms(**(terms | changes))


@dataclass
class Story:
    """A group with its people, their money, and an offer."""

    group: Group
    people: list[Person]
    budgets: list[Budget]
    listing: PublicListing
    offer: Offer
    agreement: Agreement | None = None
    proposal: Proposal | None = None


def make_group(session: Session, people: list[Person], clock: Clock) -> Group:
    """A group of these people."""
    group = start_group(session, name="Tuesday Tea", person=people[0], clock=clock)
    for person in people[1:]:
        add_member(session, group, person, clock=clock)
    found = group_by_id(session, group.id)
    assert found is not None
    return found


def make_story(
    session: Session,
    clock: Clock,
    *,
    people: int = 3,
    pence: list[int] | None = None,
    chosen: bool = True,
    until: date = date(2027, 3, 31),
    **terms: Any,
) -> Story:
    """A group that was made an offer and, unless told not to, put it to everyone."""
    members = [make_person(session, name=name) for name in ("Amara", "Gwen", "Tomasz")[:people]]
    each = pence or [25_600] * people
    budgets = [
        make_budget(session, m, clock, pence=p, ends_on=until)
        for m, p in zip(members, each, strict=True)
    ]
    group = make_group(session, members, clock)
    listing = make_public_listing(session)
    write_brief(session, group, wants=Wants("Someone to cook with us", "", ""), clock=clock)
    request = ask_for_offer(session, group, listing_id=listing.id, clock=clock)
    ids = group.member_ids
    offer = make_offer(session, request, terms=make_terms(**terms), member_ids=ids, clock=clock)
    story = Story(group, members, budgets, listing, offer)
    if chosen:
        choose_offer(session, group, offer, person_id=members[0].id, clock=clock)
        look_again(session, story)
    return story


def another_offer(session: Session, story: Story, clock: Clock, **terms: Any) -> Offer:
    """An offer to the same group from somebody else."""
    listing = make_public_listing(session, "Halcon Supper Club")
    request = ask_for_offer(session, story.group, listing_id=listing.id, clock=clock)
    ids = story.group.member_ids
    return make_offer(session, request, terms=make_terms(**terms), member_ids=ids, clock=clock)


def look_again(session: Session, story: Story) -> Story:
    """The story with its agreement and proposal as they are now."""
    session.flush()
    found = last_agreement(session, story.group.id)
    assert found is not None
    story.agreement, story.proposal = found
    return story


def say(
    session: Session, story: Story, who: int, answer: Answer, clock: Clock, **more: Any
) -> None:
    """One member's answer with their own money."""
    assert story.agreement is not None
    own = {"budgets": [story.budgets[who]]}
    told = own | {"pledge": pledge_for(session, story.budgets[who], clock)} | more
    answer_plan(
        session,
        story.agreement,
        person_id=story.people[who].id,
        answer=answer,
        clock=clock,
        **told,
    )
    look_again(session, story)


def everyone_says_yes(session: Session, story: Story, clock: Clock, **more: Any) -> None:
    """All of them."""
    for who in range(len(story.people)):
        say(session, story, who, Answer.YES, clock, **more)


def fresh_key() -> str:
    """A key for one press of a button."""
    return str(uuid.uuid4())
