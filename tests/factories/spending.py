"""A group whose promises are made, on its way through sessions, bills and money back."""

import uuid
from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from microcare.commissioning.models import CareSession
from microcare.commissioning.services import (
    ask_for_offer,
    choose_offer,
    make_offer,
    settle,
    write_brief,
)
from microcare.commissioning.values import Wants
from microcare.kernel.clock import FixedClock
from microcare.ledger.queries import balances_of
from microcare.ledger.values import Balances
from microcare.spending.models import Bill
from microcare.spending.policies import SharedBill
from microcare.spending.queries import bill_by_id
from microcare.spending.services import confirm_bill, mark_session, pay_share, send_bill
from microcare.spending.values import Outcome
from tests.factories.budgets import make_budget
from tests.factories.groups import (
    Story,
    everyone_says_yes,
    look_again,
    make_group,
    make_story,
    make_terms,
)

PROVIDER = uuid.UUID(int=99)


def make_promised(session: Session, clock: FixedClock, **more: Any) -> Story:
    """Three people who promised twelve Tuesdays at £54 together, with two weeks' notice."""
    story = make_story(session, clock, **({"notice_weeks": 2} | more))
    everyone_says_yes(session, story, clock)
    clock.move(timedelta(days=3))
    assert story.proposal is not None
    settle(session, story.proposal.id, clock=clock)
    return look_again(session, story)


def make_promised_with(
    session: Session, clock: FixedClock, first: Any, others: list[Any], listing: Any
) -> Story:
    """A group of `first` and others that promised six sessions of £3 with this listing."""
    people = [first, *others]
    group = make_group(session, people, clock)
    write_brief(session, group, wants=Wants("Someone to bake with us", "", ""), clock=clock)
    request = ask_for_offer(session, group, listing_id=listing.id, clock=clock)
    closes_on = clock.today() + timedelta(days=6)
    terms = make_terms(
        session_pence=300,
        sessions=6,
        closes_on=closes_on,
        first_on=closes_on + timedelta(days=5),
        notice_weeks=2,
    )
    ids = group.member_ids
    offer = make_offer(session, request, terms=terms, member_ids=ids, clock=clock)
    budgets = [make_budget(session, person, clock) for person in people]
    story = Story(group, people, budgets, listing, offer)
    choose_offer(session, group, offer, person_id=first.id, clock=clock)
    look_again(session, story)
    everyone_says_yes(session, story, clock, sooner=True)
    return story


def second_block(session: Session, story: Story, clock: FixedClock) -> None:
    """Another two sessions at £30 with four weeks' notice, agreed after the last of the first."""
    request = story.offer.request
    closes = clock.today() + timedelta(days=6)
    terms = make_terms(
        session_pence=3_000,
        sessions=2,
        closes_on=closes,
        first_on=closes + timedelta(days=5),
        notice_weeks=4,
    )
    ids = [person.id for person in story.people]
    offer = make_offer(session, request, terms=terms, member_ids=ids, clock=clock)
    choose_offer(session, story.group, offer, person_id=ids[0], clock=clock)
    look_again(session, story)
    everyone_says_yes(session, story, clock, sooner=True)
    look_again(session, story)


def mark(session: Session, story: Story, number: int, clock: Any) -> None:
    """One session took place."""
    one = sessions_of(story)[number]
    told = {"group_id": story.group.id, "by": PROVIDER, "clock": clock}
    mark_session(session, one, outcome=Outcome.TOOK_PLACE, **told)


def go_to(clock: FixedClock, day: date) -> None:
    """Noon of a day."""
    clock.move(timedelta(days=(day - clock.today()).days))


def sessions_of(story: Story) -> list[CareSession]:
    """The story's sessions, by number."""
    assert story.agreement is not None
    return story.agreement.sessions


def take_place(session: Session, story: Story, clock: FixedClock, *numbers: int) -> None:
    """These sessions take place, each on its day."""
    for number in numbers:
        go_to(clock, sessions_of(story)[number].day)
        mark(session, story, number, clock)


def make_bill(
    session: Session, story: Story, clock: FixedClock, *numbers: int, pence: int = 5_400
) -> Bill:
    """A bill of `pence` for each of these sessions."""
    assert story.agreement is not None
    return send_bill(
        session,
        story.agreement,
        pence={sessions_of(story)[n].id: pence for n in numbers},
        reference="7",
        by=PROVIDER,
        key=uuid.uuid4(),
        clock=clock,
    )


def shared(session: Session, bill: Bill) -> SharedBill:
    """The bill with who shares it, as it is now."""
    session.flush()
    found = bill_by_id(session, bill.id)
    assert found is not None
    return found


def two_confirm(session: Session, story: Story, bill: Bill, clock: FixedClock) -> None:
    """The first two members say that the total is right."""
    for person in story.people[:2]:
        confirm_bill(session, shared(session, bill), person_id=person.id, clock=clock)


def all_pay(session: Session, story: Story, bill: Bill, clock: FixedClock) -> None:
    """Two confirm, and each says that they paid their own."""
    two_confirm(session, story, bill, clock)
    for person in story.people:
        pay_share(session, shared(session, bill), person_id=person.id, clock=clock)


def money(session: Session, story: Story) -> list[Balances]:
    """Where each one's pence are."""
    session.flush()
    found = balances_of(session, [budget.id for budget in story.budgets])
    return [found[budget.id] for budget in story.budgets]
