"""Before promises are made, any change ends the plan and every yes with it (pooling P20)."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from microcare.budgets.queries import money_of
from microcare.commissioning.models import Brief
from microcare.commissioning.queries import group_view, requests_for
from microcare.commissioning.services import (
    ask_for_offer,
    choose_offer,
    decline_request,
    join,
    leave,
    make_offer,
    settle_group,
    stop_plan,
)
from microcare.commissioning.values import (
    MOST_ASKED,
    AskedAlready,
    AskedEnough,
    ClosesTooSoon,
    OfferTooSoon,
    PromisedAlready,
    RequestState,
    TooFewMembers,
    TooManyForOffer,
)
from microcare.decisions.values import Answer, Outcome, ProposalHasEnded
from microcare.groups.models import Invitation
from microcare.groups.services import invite
from microcare.groups.values import GroupHasGone
from microcare.kernel.clock import FixedClock
from microcare.outbox.models import OutboxMessage
from tests.factories.directory import keeper_of, make_public_listing
from tests.factories.groups import (
    Story,
    another_offer,
    everyone_says_yes,
    look_again,
    make_story,
    make_terms,
    say,
)
from tests.factories.people import make_person

TODAY = date(2026, 11, 23)
THREE_DAYS = timedelta(days=3)


def outcome(session: Session, story: Story) -> str | None:
    return look_again(session, story).proposal.outcome  # type: ignore[union-attr]


def promised(session: Session, story: Story) -> int:
    return sum(money_of(session, p.id, today=TODAY).promised for p in story.people)


def choose(session: Session, story: Story, clock: FixedClock) -> None:
    me = story.people[0].id
    choose_offer(session, story.group, story.offer, person_id=me, clock=clock)
    look_again(session, story)


def joined(session: Session, story: Story, clock: FixedClock) -> None:
    invite(session, story.group, email="ros@example.org", person=story.people[0], clock=clock)
    invitation = session.scalars(select(Invitation)).one()
    join(session, invitation, person=make_person(session, name="Ros"), brings="", clock=clock)


def test_a_new_offer_takes_the_old_ones_place(session: Session, clock: FixedClock) -> None:
    story = make_story(session, clock)
    everyone_says_yes(session, story, clock)
    ids, terms = story.group.member_ids, make_terms(session_pence=5_500)
    make_offer(session, story.offer.request, terms=terms, member_ids=ids, clock=clock)
    assert outcome(session, story) == Outcome.WITHDRAWN
    clock.move(THREE_DAYS)
    settle_group(session, story.group.id, clock=clock)
    assert promised(session, story) == 0


def test_an_offer_taken_back_cannot_be_promised(session: Session, clock: FixedClock) -> None:
    story = make_story(session, clock)
    everyone_says_yes(session, story, clock)
    ids = story.group.member_ids
    decline_request(session, story.offer.request, member_ids=ids, clock=clock)
    assert outcome(session, story) == Outcome.WITHDRAWN
    view = group_view(session, story.group, me=ids[0], clock=clock)
    assert [asked.state for asked in view.asked] == [RequestState.NO]
    assert view.offers == ()


def test_after_promises_an_offer_stands(session: Session, clock: FixedClock) -> None:
    story = make_story(session, clock)
    everyone_says_yes(session, story, clock, sooner=True)
    ids, request = story.group.member_ids, story.offer.request
    make_offer(session, request, terms=make_terms(), member_ids=ids, clock=clock)
    with pytest.raises(PromisedAlready):
        decline_request(session, request, member_ids=ids, clock=clock)
    assert story.offer.withdrawn_at is None


def test_somebody_new_means_asking_everyone_again(session: Session, clock: FixedClock) -> None:
    story = make_story(session, clock)
    everyone_says_yes(session, story, clock)
    joined(session, story, clock)
    assert outcome(session, story) == Outcome.WITHDRAWN


def test_choosing_again_starts_with_no_answers(session: Session, clock: FixedClock) -> None:
    story = make_story(session, clock)
    everyone_says_yes(session, story, clock)
    first = story.proposal
    stop_plan(session, story.group, clock=clock)
    assert first is not None
    assert first.outcome == Outcome.WITHDRAWN
    clock.move(timedelta(minutes=1))
    choose(session, story, clock)
    assert story.proposal is not None
    assert story.proposal.id != first.id
    assert story.proposal.hash != first.hash
    assert story.proposal.answers == []
    clock.move(THREE_DAYS)
    assert settle_group(session, story.group.id, clock=clock) is None
    assert promised(session, story) == 0


def test_stopping_after_the_commitment_time_finds_the_promises_made(
    session: Session, clock: FixedClock
) -> None:
    story = make_story(session, clock)
    everyone_says_yes(session, story, clock)
    clock.move(THREE_DAYS)
    stop_plan(session, story.group, clock=clock)
    assert outcome(session, story) == Outcome.PASSED
    assert promised(session, story) == 3 * 21_600


def test_a_mind_changed_after_the_commitment_time_is_too_late(
    session: Session, clock: FixedClock
) -> None:
    story = make_story(session, clock)
    everyone_says_yes(session, story, clock)
    clock.move(THREE_DAYS)
    # The job has not run: the time alone decides (P24).
    with pytest.raises(ProposalHasEnded):
        say(session, story, 1, Answer.ASIDE, clock)
    assert settle_group(session, story.group.id, clock=clock) is Outcome.PASSED


def test_a_plan_that_ran_out_holds_nobody_up(session: Session, clock: FixedClock) -> None:
    story = make_story(session, clock)
    say(session, story, 0, Answer.YES, clock)
    clock.move(timedelta(days=12))
    view = group_view(session, story.group, me=story.people[0].id, clock=clock)
    assert view.may_choose
    assert view.plan is not None
    assert view.plan.ended_without
    offer = another_offer(
        session, story, clock, closes_on=date(2026, 12, 20), first_on=date(2027, 1, 12)
    )
    me = story.people[0].id
    choose_offer(session, story.group, offer, person_id=me, clock=clock)
    assert outcome(session, story) is None
    assert story.proposal is not None
    assert story.proposal.answers == []


def test_sharing_takes_two(session: Session, clock: FixedClock) -> None:
    story = make_story(session, clock, people=1, chosen=False)
    with pytest.raises(TooFewMembers):
        choose(session, story, clock)


def test_a_price_is_for_so_many_people(session: Session, clock: FixedClock) -> None:
    story = make_story(session, clock, chosen=False, most_people=3)
    view = group_view(session, story.group, me=story.people[0].id, clock=clock)
    assert [offer.fits for offer in view.offers] == [True]
    joined(session, story, clock)
    view = group_view(session, story.group, me=story.people[0].id, clock=clock)
    assert [offer.fits for offer in view.offers] == [False]
    with pytest.raises(TooManyForOffer, match="3 people"):
        choose(session, story, clock)


def test_who_joined_later_has_no_part_in_it(session: Session, clock: FixedClock) -> None:
    story = make_story(session, clock)
    everyone_says_yes(session, story, clock, sooner=True)
    joined(session, story, clock)
    ros = next(p for p in story.group.member_ids if p not in {q.id for q in story.people})
    view = group_view(session, story.group, me=ros, clock=clock)
    assert view.plan is not None
    assert view.plan.mine is None
    assert view.plan.proof is None
    leave(session, story.group, person_id=ros, clock=clock)
    assert promised(session, story) == 3 * 21_600


def test_shares_that_grew_in_the_database_are_not_promised(
    session: Session, clock: FixedClock
) -> None:
    story = make_story(session, clock)
    everyone_says_yes(session, story, clock)
    session.execute(
        text(
            "INSERT INTO care_session (id, agreement_id, number, day)"
            " SELECT agreement_id, agreement_id, 99, day FROM care_session WHERE number = 0"
        )
    )
    session.execute(
        text(
            "INSERT INTO session_share (session_id, person_id, pence)"
            " SELECT c.id, k.person_id, 9 FROM care_session c"
            " JOIN own_key k ON k.agreement_id = c.agreement_id WHERE c.number = 99"
        )
    )
    clock.move(THREE_DAYS)
    assert settle_group(session, story.group.id, clock=clock) is Outcome.WITHDRAWN
    assert promised(session, story) == 0


def test_a_handful_is_asked_at_a_time(session: Session, clock: FixedClock) -> None:
    story = make_story(session, clock, chosen=False)
    for n in range(MOST_ASKED):
        listing = make_public_listing(session, f"Number {n}")
        ask_for_offer(session, story.group, listing_id=listing.id, clock=clock)
    last = make_public_listing(session, "One too many")
    with pytest.raises(AskedEnough):
        ask_for_offer(session, story.group, listing_id=last.id, clock=clock)


def test_a_provider_is_asked_again_once_an_answer_has_run_out(
    session: Session, clock: FixedClock
) -> None:
    story = make_story(session, clock, chosen=False)
    listing_id = story.listing.id
    with pytest.raises(AskedAlready):
        ask_for_offer(session, story.group, listing_id=listing_id, clock=clock)
    clock.move(timedelta(days=20))
    again = ask_for_offer(session, story.group, listing_id=listing_id, clock=clock)
    assert again.id == story.offer.request_id
    view = group_view(session, story.group, me=story.people[0].id, clock=clock)
    assert [asked.state for asked in view.asked] == [RequestState.WAITING]
    assert view.stage == "wait"


def test_days_that_make_no_sense_are_refused(session: Session, clock: FixedClock) -> None:
    story = make_story(session, clock, chosen=False)
    request, ids = story.offer.request, story.group.member_ids
    soon = make_terms(closes_on=clock.today() + timedelta(days=4))
    with pytest.raises(ClosesTooSoon):
        make_offer(session, request, terms=soon, member_ids=ids, clock=clock)
    before = make_terms(first_on=date(2026, 12, 4))
    with pytest.raises(OfferTooSoon):
        make_offer(session, request, terms=before, member_ids=ids, clock=clock)


def test_a_provider_learns_of_a_yes_and_of_nothing_else(
    session: Session, clock: FixedClock
) -> None:
    story = make_story(session, clock)
    keeper = keeper_of(session, story.listing)
    mine = f"/my/requests/{story.offer.request_id}"

    def letters() -> int:
        rows = session.scalars(select(OutboxMessage))
        return sum(m.payload.get("path") == mine for m in rows)

    def state() -> RequestState:
        [asked] = requests_for(session, keeper.id, today=clock.today())
        return asked.state

    before = letters()
    say(session, story, 0, Answer.YES, clock, sooner=True)
    say(session, story, 1, Answer.WORRY, clock, reason="It is too far")
    assert (state(), letters()) == (RequestState.OFFERED, before)
    everyone_says_yes(session, story, clock, sooner=True)
    assert (state(), letters()) == (RequestState.AGREED, before + 1)


def test_the_last_one_to_leave_takes_the_words_along(session: Session, clock: FixedClock) -> None:
    story = make_story(session, clock, people=2)
    for person in story.people:
        leave(session, story.group, person_id=person.id, clock=clock)
    assert session.scalar(select(Brief).where(Brief.group_id == story.group.id)) is None
    keeper = keeper_of(session, story.listing)
    [asked] = requests_for(session, keeper.id, today=clock.today())
    assert (asked.state, asked.wants, asked.people) == (RequestState.GONE, None, 0)
    with pytest.raises(GroupHasGone):
        make_offer(session, story.offer.request, terms=make_terms(), member_ids=[], clock=clock)
