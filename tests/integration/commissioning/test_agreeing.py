"""All or none, with everyone's own yes, and never a word on whose money was short."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from microcare.budgets.queries import money_of
from microcare.budgets.services import stop_budget
from microcare.commissioning.models import PrivateNote
from microcare.commissioning.queries import group_view, promises_of
from microcare.commissioning.services import choose_offer, leave, settle
from microcare.commissioning.values import (
    NotEnoughLeft,
    OfferIsOver,
    PickYourMoney,
    PromisedTogether,
    ProviderNotOpen,
)
from microcare.decisions.values import (
    Answer,
    NotInElectorate,
    OneAtATime,
    Outcome,
    ProposalHasEnded,
    Share,
    WorryNeedsReason,
    version_hash,
)
from microcare.directory.models import Listing
from microcare.directory.values import State
from microcare.kernel.clock import FixedClock
from microcare.outbox.models import OutboxMessage
from tests.factories.groups import (
    Story,
    another_offer,
    everyone_says_yes,
    look_again,
    make_story,
    say,
)

TODAY = date(2026, 11, 23)
THREE_DAYS = timedelta(days=3)


def outcome(session: Session, story: Story, clock: FixedClock) -> str | None:
    assert story.proposal is not None
    settle(session, story.proposal.id, clock=clock)
    return look_again(session, story).proposal.outcome  # type: ignore[union-attr]


def promised(session: Session, story: Story) -> list[int]:
    return [money_of(session, p.id, today=TODAY).promised for p in story.people]


def test_promises_are_made_after_everyones_yes_and_time_to_think(
    session: Session, clock: FixedClock
) -> None:
    story = make_story(session, clock)
    everyone_says_yes(session, story, clock)
    assert outcome(session, story, clock) is None
    clock.move(THREE_DAYS - timedelta(seconds=1))
    assert outcome(session, story, clock) is None
    clock.move(timedelta(seconds=1))
    assert outcome(session, story, clock) == Outcome.PASSED
    assert promised(session, story) == [21_600] * 3
    assert [p.pence for p in promises_of(session, story.people[0].id)] == [21_600]


def test_silence_is_never_a_yes(session: Session, clock: FixedClock) -> None:
    story = make_story(session, clock)
    say(session, story, 0, Answer.YES, clock)
    say(session, story, 1, Answer.YES, clock)
    clock.move(timedelta(days=30))
    assert outcome(session, story, clock) == Outcome.EXPIRED
    assert promised(session, story) == [0, 0, 0]


def test_less_time_to_think_only_when_everyone_asks(session: Session, clock: FixedClock) -> None:
    story = make_story(session, clock)
    say(session, story, 0, Answer.YES, clock, sooner=True)
    say(session, story, 1, Answer.YES, clock, sooner=True)
    say(session, story, 2, Answer.YES, clock)
    assert outcome(session, story, clock) is None
    say(session, story, 2, Answer.YES, clock, sooner=True)
    assert outcome(session, story, clock) == Outcome.PASSED


def test_a_changed_mind_stops_it_until_the_commitment_time(
    session: Session, clock: FixedClock
) -> None:
    story = make_story(session, clock)
    everyone_says_yes(session, story, clock)
    clock.move(THREE_DAYS - timedelta(hours=1))
    say(session, story, 1, Answer.WORRY, clock, reason="It is too far")
    clock.move(timedelta(days=2))
    assert outcome(session, story, clock) is None
    assert promised(session, story) == [0, 0, 0]


def test_one_whose_money_went_elsewhere_means_none_and_only_they_are_told(
    session: Session, clock: FixedClock
) -> None:
    story = make_story(session, clock)
    everyone_says_yes(session, story, clock)
    stop_budget(session, story.budgets[1], clock=clock)
    clock.move(THREE_DAYS)
    assert outcome(session, story, clock) == Outcome.SHORT
    assert promised(session, story) == [0, 0, 0]
    notes = list(session.scalars(select(PrivateNote)))
    assert [(n.person_id, n.short_pence) for n in notes] == [(story.people[1].id, 21_600)]
    for person in (story.people[0], story.people[2]):
        view = group_view(session, story.group, me=person.id, clock=clock)
        assert view.stage == "short"
        assert view.plan is not None
        assert view.plan.short_pence == 0


def test_a_yes_that_does_not_reach_is_refused_at_once_and_promises_nothing(
    session: Session, clock: FixedClock
) -> None:
    story = make_story(session, clock, pence=[25_600, 100, 25_600])
    with pytest.raises(NotEnoughLeft):
        say(session, story, 1, Answer.YES, clock)
    assert promised(session, story) == [0, 0, 0]


def test_nobody_says_yes_with_somebody_elses_money(session: Session, clock: FixedClock) -> None:
    story = make_story(session, clock)
    story.budgets[0] = story.budgets[1]
    with pytest.raises(PickYourMoney):
        say(session, story, 0, Answer.YES, clock)


def test_a_stranger_cannot_answer(session: Session, clock: FixedClock) -> None:
    story = make_story(session, clock)
    other = make_story(session, clock)
    story.people[0] = other.people[0]
    with pytest.raises(NotInElectorate):
        say(session, story, 0, Answer.ASIDE, clock)


def test_a_worry_needs_words(session: Session, clock: FixedClock) -> None:
    story = make_story(session, clock)
    with pytest.raises(WorryNeedsReason):
        say(session, story, 0, Answer.WORRY, clock, reason="  ")


def test_after_promises_nobody_can_answer_again(session: Session, clock: FixedClock) -> None:
    story = make_story(session, clock)
    everyone_says_yes(session, story, clock, sooner=True)
    with pytest.raises(ProposalHasEnded):
        say(session, story, 0, Answer.ASIDE, clock)


def test_pressed_twice_an_offer_is_put_once(session: Session, clock: FixedClock) -> None:
    story = make_story(session, clock)
    me = story.people[0].id
    again = choose_offer(session, story.group, story.offer, person_id=me, clock=clock)
    assert story.agreement is not None
    assert again.id == story.agreement.id


def test_one_plan_at_a_time(session: Session, clock: FixedClock) -> None:
    story = make_story(session, clock)
    other = another_offer(session, story, clock)
    with pytest.raises(OneAtATime):
        choose_offer(session, story.group, other, person_id=story.people[0].id, clock=clock)


def test_an_offer_that_closed_cannot_be_chosen(session: Session, clock: FixedClock) -> None:
    story = make_story(session, clock, chosen=False)
    clock.move(timedelta(days=12))
    with pytest.raises(OfferIsOver):
        choose_offer(session, story.group, story.offer, person_id=story.people[0].id, clock=clock)


def test_a_paused_provider_gets_no_promises(session: Session, clock: FixedClock) -> None:
    story = make_story(session, clock)
    everyone_says_yes(session, story, clock)
    listing = session.get(Listing, story.listing.id)
    assert listing is not None
    listing.state = State.PAUSED
    clock.move(THREE_DAYS)
    assert outcome(session, story, clock) == Outcome.WITHDRAWN
    assert promised(session, story) == [0, 0, 0]
    fresh = make_story(session, clock, chosen=False, closes_on=date(2026, 12, 20))
    other = session.get(Listing, fresh.listing.id)
    assert other is not None
    other.state = State.PAUSED
    session.flush()
    with pytest.raises(ProviderNotOpen):
        choose_offer(session, fresh.group, fresh.offer, person_id=fresh.people[0].id, clock=clock)


def test_leaving_before_promises_is_free_and_ends_the_plan(
    session: Session, clock: FixedClock
) -> None:
    story = make_story(session, clock)
    everyone_says_yes(session, story, clock)
    leave(session, story.group, person_id=story.people[2].id, clock=clock)
    assert outcome(session, story, clock) == Outcome.WITHDRAWN
    assert promised(session, story) == [0, 0, 0]


def test_leaving_after_the_commitment_time_finds_the_promises_made(
    session: Session, clock: FixedClock
) -> None:
    story = make_story(session, clock)
    everyone_says_yes(session, story, clock)
    clock.move(THREE_DAYS)
    with pytest.raises(PromisedTogether):
        leave(session, story.group, person_id=story.people[2].id, clock=clock)
    assert promised(session, story) == [21_600] * 3


def test_settling_twice_is_settling_once(session: Session, clock: FixedClock) -> None:
    story = make_story(session, clock)
    everyone_says_yes(session, story, clock)
    clock.move(THREE_DAYS)
    assert story.proposal is not None
    assert settle(session, story.proposal.id, clock=clock) is Outcome.PASSED
    assert settle(session, story.proposal.id, clock=clock) is None
    assert promised(session, story) == [21_600] * 3


def test_the_hash_is_over_the_terms_and_every_share(session: Session, clock: FixedClock) -> None:
    story = make_story(session, clock)
    assert story.proposal is not None
    shares = [elector.share for elector in story.proposal.electors]
    digests = [share.digest for share in shares]
    assert story.proposal.hash == version_hash(story.proposal.document, digests)
    other = [Share(s.person_id, s.pence + 1, s.salt).digest for s in shares]
    assert story.proposal.hash != version_hash(story.proposal.document, other)
    assert story.proposal.hash != version_hash(story.proposal.document + " ", digests)


def test_everyone_is_told_that_there_is_news_and_not_what(
    session: Session, clock: FixedClock
) -> None:
    make_story(session, clock)
    payloads = [m.payload for m in session.scalars(select(OutboxMessage)) if "path" in m.payload]
    assert payloads
    assert all(set(p) == {"person_id", "path"} for p in payloads)
