"""Who may write a yes before witnesses down, and who may be one (pooling P31a)."""

from datetime import date

import pytest
from sqlalchemy.orm import Session

from microcare.budgets.values import About
from microcare.commissioning.models import PaidTie
from microcare.commissioning.services import say_witnessed
from microcare.commissioning.values import (
    HelperIsPaid,
    Named,
    NotEnoughLeft,
    NotWithThatMoney,
    NotYoursToWitness,
    OnePersonTwice,
    SaidYesAlready,
    WaitsAlready,
    WitnessGains,
)
from microcare.decisions.values import Answer
from microcare.directory.queries import keeper_ids
from microcare.kernel.clock import FixedClock
from microcare.people.models import Authority, Person
from microcare.people.values import Act, AuthorityIsOver, AuthorityType
from tests.factories.budgets import make_agreement, make_budget
from tests.factories.groups import Story, make_story, say
from tests.factories.people import make_person
from tests.factories.witnessing import (
    OVER,
    RUTH,
    answer_of,
    asked,
    both_confirm,
    fresh,
    letter_goes,
    make_trusted,
    others_said_yes,
    settled,
    write_down,
)


def test_an_advocate_can_write_it_down(session: Session, clock: FixedClock) -> None:
    story = others_said_yes(session, clock)
    authority = make_trusted(session, story.people[1], clock, type=AuthorityType.ADVOCATE)
    yes = write_down(session, story, authority, clock)
    letter_goes(session, yes, clock)
    both_confirm(session, clock)
    clock.at = OVER
    settled(session, story, clock)
    assert answer_of(story) is Answer.YES


def test_who_may_not_pass_on_answers_cannot(session: Session, clock: FixedClock) -> None:
    story = others_said_yes(session, clock)
    authority = make_trusted(session, story.people[1], clock, scope=[Act.SEE])
    with pytest.raises(AuthorityIsOver):
        write_down(session, story, authority, clock)


def test_the_helper_of_who_is_paid_cannot(session: Session, clock: FixedClock) -> None:
    story = others_said_yes(session, clock)
    authority = make_trusted(session, story.people[1], clock)
    [keeper] = keeper_ids(session, story.listing.id)
    authority.supporter_id = keeper
    session.flush()
    with pytest.raises(HelperIsPaid):
        write_down(session, story, authority, clock)


def tie(session: Session, story: Story, authority: Authority, clock: FixedClock) -> None:
    helper = authority.supporter_id
    session.add(PaidTie(listing_id=story.listing.id, person_id=helper, declared_at=clock.now()))
    session.flush()


def test_a_helper_who_said_that_they_are_paid_by_it_cannot(
    session: Session, clock: FixedClock
) -> None:
    story = others_said_yes(session, clock)
    authority = make_trusted(session, story.people[1], clock)
    tie(session, story, authority, clock)
    with pytest.raises(HelperIsPaid):
        write_down(session, story, authority, clock)


def test_it_counts_for_nothing_once_its_helper_is_paid_by_it(
    session: Session, clock: FixedClock
) -> None:
    story = others_said_yes(session, clock)
    authority = make_trusted(session, story.people[1], clock)
    yes = write_down(session, story, authority, clock)
    letter_goes(session, yes, clock)
    both_confirm(session, clock)
    tie(session, story, authority, clock)
    clock.at = OVER
    settled(session, story, clock)
    assert answer_of(story) is not Answer.YES


def test_one_at_a_time_and_none_beside_a_yes(session: Session, clock: FixedClock) -> None:
    story = others_said_yes(session, clock)
    authority = make_trusted(session, story.people[1], clock)
    write_down(session, story, authority, clock)
    with pytest.raises(WaitsAlready):
        write_down(session, story, authority, clock)
    say(session, story, 1, Answer.YES, clock)
    with pytest.raises(SaidYesAlready):
        write_down(session, story, authority, clock)


@pytest.mark.parametrize(
    "second", [RUTH.email, "RUTH@Example.org", "ruth+again@example.org", " ruth@example.org "]
)
def test_the_same_person_twice_is_refused(session: Session, clock: FixedClock, second: str) -> None:
    story = others_said_yes(session, clock)
    authority = make_trusted(session, story.people[1], clock)
    with pytest.raises(OnePersonTwice):
        write_down(session, story, authority, clock, witnesses=[RUTH, Named("Ann", second)])


@pytest.mark.parametrize("who", ["keeper", "member", "person", "helper", "close"])
def test_who_gains_or_is_close_is_no_witness(session: Session, clock: FixedClock, who: str) -> None:
    story = others_said_yes(session, clock)
    authority = make_trusted(session, story.people[1], clock)
    close = make_person(session, name="Close By")
    make_agreement(session, close, About.CLOSE, clock, listing_id=story.listing.id)
    [keeper] = keeper_ids(session, story.listing.id)
    emails = {
        "keeper": session.get_one(Person, keeper).email,
        "member": story.people[0].email,
        "person": story.people[1].email,
        "helper": session.get_one(Person, authority.supporter_id).email,
        "close": close.email,
    }
    with pytest.raises(WitnessGains) as refused:
        write_down(session, story, authority, clock, witnesses=[RUTH, Named("X", emails[who])])
    assert refused.value.field == "email_2"


def test_whoever_is_signed_in_is_looked_at_too(session: Session, clock: FixedClock) -> None:
    story = others_said_yes(session, clock)
    authority = make_trusted(session, story.people[1], clock)
    write_down(session, story, authority, clock)
    [keeper] = keeper_ids(session, story.listing.id)
    helper = session.get_one(Person, authority.supporter_id)
    for nobody in (session.get_one(Person, keeper), helper, story.people[1], story.people[0]):
        with pytest.raises(NotYoursToWitness):
            say_witnessed(session, asked(session, 0), is_true=True, by=nobody, clock=clock)
    ruth = make_person(session, name="Ruth")
    say_witnessed(session, asked(session, 0), is_true=True, by=ruth, clock=clock)
    with pytest.raises(NotYoursToWitness):
        say_witnessed(session, asked(session, 1), is_true=True, by=ruth, clock=clock)


def test_sums_are_not_told_to_who_may_not_see_them(session: Session, clock: FixedClock) -> None:
    story = make_story(session, clock, pence=[25_600, 100, 25_600], closes_on=date(2026, 12, 20))
    authority = make_trusted(session, story.people[1], clock)
    for sees_money, error in ((False, NotWithThatMoney), (True, NotEnoughLeft)):
        with pytest.raises(error) as refused:
            write_down(session, story, authority, clock, sees_money=sees_money)
        assert ("£" in str(refused.value)) is sees_money


def test_money_of_others_cannot_be_named(session: Session, clock: FixedClock) -> None:
    story = others_said_yes(session, clock)
    authority = make_trusted(session, story.people[1], clock)
    other = make_budget(session, make_person(session), clock)
    with pytest.raises(Exception, match="Pick which of your money"):
        write_down(session, story, authority, clock, budgets=[other])


def test_a_witness_who_comes_to_be_paid_by_it_ends_it(session: Session, clock: FixedClock) -> None:
    story = others_said_yes(session, clock)
    ruth = make_person(session, RUTH.email, name="Ruth Marsh")
    yes = write_down(session, story, make_trusted(session, story.people[1], clock), clock)
    letter_goes(session, yes, clock)
    both_confirm(session, clock)
    make_agreement(session, ruth, About.CLOSE, clock, listing_id=story.listing.id)
    clock.at = OVER
    settled(session, story, clock)
    assert fresh(session, yes).ended_as == "witness"
    assert answer_of(story) is None
