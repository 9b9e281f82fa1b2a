"""Asked to leave: reasons, a reply, the others decide, and no money is ever lost by it (P39)."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from microcare.budgets.queries import open_holds_of
from microcare.decisions.services import open_proposal
from microcare.decisions.values import Answer, Method, NotInElectorate, Rules
from microcare.groups.models import Parting
from microcare.groups.queries import group_by_id
from microcare.groups.queries.parting import parting_by_id, parting_view
from microcare.groups.queries.personal import personal_data
from microcare.groups.services import (
    answer_parting,
    ask_to_leave,
    erase,
    forget_parting_words,
    reply_to,
)
from microcare.groups.values.parting import (
    AskedNotLongAgo,
    NotYetTime,
    PartingIsOver,
    PartingOpenAlready,
    PickAMember,
    ReplyTooLate,
    TooFewToPart,
)
from microcare.kernel.clock import FixedClock
from microcare.outbox.models import OutboxMessage
from microcare.spending.models import Departure
from microcare.spending.services import settle_parting, take_back_parting, tend_parting
from tests.factories.groups import Story, make_story
from tests.factories.people import make_person
from tests.factories.spending import make_promised

WHY, REPLY = "He comes when he likes", "My bus is late on Tuesdays"
WEEK = timedelta(days=8)


@pytest.fixture
def story(session: Session, clock: FixedClock) -> Story:
    """Three who promised; Amara asks that Tomasz leaves, and Gwen is the other one."""
    return make_promised(session, clock)


@pytest.fixture
def parting(session: Session, story: Story, clock: FixedClock) -> Parting:
    amara, _, tomasz = story.people
    told = {"about": tomasz.id, "reason": WHY, "person_id": amara.id}
    return ask_to_leave(session, story.group, **told, clock=clock)


def members(session: Session, story: Story) -> set[str]:
    session.expire_all()
    group = group_by_id(session, story.group.id)
    assert group is not None
    return {p.first_name for p in story.people if p.id in group.member_ids}


def say(
    session: Session, story: Story, parting: Parting, answers: list[Answer], clock: FixedClock
) -> None:
    for who, answer in zip(story.people, answers, strict=False):
        answer_parting(session, parting, person_id=who.id, answer=answer, clock=clock)


def stage(session: Session, story: Story, parting: Parting, who: int, clock: FixedClock) -> str:
    fresh = parting_by_id(session, parting.id)
    assert fresh is not None
    return parting_view(session, fresh, me=story.people[who].id, now=clock.now()).stage


def test_first_the_person_may_reply(
    session: Session, story: Story, parting: Parting, clock: FixedClock
) -> None:
    settle_parting(session, parting.id, clock=clock)
    with pytest.raises(NotYetTime):
        say(session, story, parting, [Answer.YES], clock)
    assert stage(session, story, parting, 1, clock) == "reply"
    reply_to(session, parting, words=REPLY, clock=clock)
    view = parting_view(session, parting, me=story.people[1].id, now=clock.now())
    assert (view.stage, view.reason, view.reply, view.is_asked) == ("decide", WHY, REPLY, True)
    with pytest.raises(ReplyTooLate):
        reply_to(session, parting, words="And more", clock=clock)


def test_without_a_reply_the_others_decide_after_the_week(
    session: Session, story: Story, parting: Parting, clock: FixedClock
) -> None:
    clock.move(WEEK)
    assert stage(session, story, parting, 1, clock) == "decide"
    assert not tend_parting(session, parting.id, clock=clock)
    say(session, story, parting, [Answer.YES, Answer.NO], clock)
    settle_parting(session, parting.id, clock=clock)
    assert parting.outcome == "stays"
    assert members(session, story) == {"Amara", "Gwen", "Tomasz"}


def test_decided_they_leave_with_the_notice_they_agreed_to(
    session: Session, story: Story, parting: Parting, clock: FixedClock
) -> None:
    tomasz = story.people[2]
    before = sum(hold.pence for hold in open_holds_of(session, tomasz.id))
    theirs = [sum(h.pence for h in open_holds_of(session, p.id)) for p in story.people[:2]]
    reply_to(session, parting, words=REPLY, clock=clock)
    say(session, story, parting, [Answer.YES, Answer.YES], clock)
    settle_parting(session, parting.id, clock=clock)
    settle_parting(session, parting.id, clock=clock)
    assert parting.outcome == "leaves"
    assert members(session, story) == {"Amara", "Gwen"}
    [gone] = session.scalars(select(Departure))
    after = sum(hold.pence for hold in open_holds_of(session, tomasz.id))
    assert (gone.person_id, gone.capped_pence) == (tomasz.id, after)
    assert after < before
    assert [sum(h.pence for h in open_holds_of(session, p.id)) for p in story.people[:2]] == theirs
    assert stage(session, story, parting, 2, clock) == "leaves"


@pytest.mark.parametrize("answers", [[Answer.YES], [Answer.YES, Answer.ASIDE], []])
def test_too_few_or_too_little_and_they_stay(
    session: Session, story: Story, parting: Parting, clock: FixedClock, answers: list[Answer]
) -> None:
    reply_to(session, parting, words=REPLY, clock=clock)
    say(session, story, parting, answers, clock)
    clock.move(WEEK)
    tend_parting(session, parting.id, clock=clock)
    decided = answers == [Answer.YES, Answer.ASIDE]
    assert parting.outcome == ("leaves" if decided else "stays")


def test_the_person_does_not_vote_and_learns_no_name(
    session: Session, story: Story, parting: Parting, clock: FixedClock
) -> None:
    reply_to(session, parting, words=REPLY, clock=clock)
    tomasz = story.people[2]
    with pytest.raises(NotInElectorate):
        told = {"person_id": tomasz.id, "answer": Answer.NO}
        answer_parting(session, parting, **told, clock=clock)
    view = parting_view(session, parting, me=tomasz.id, now=clock.now())
    assert (view.is_about_me, view.is_asked, view.is_mine) == (True, False, False)
    assert str(story.people[0].id) not in repr(view)
    mine = [m for m in session.scalars(select(OutboxMessage)) if "asked-to-leave" in str(m.payload)]
    own = {m.payload["path"] for m in mine if m.payload["person_id"] == str(tomasz.id)}
    assert own == {f"/my/asked-to-leave/{parting.id}"}


def test_one_at_a_time_not_oneself_not_again_at_once(
    session: Session, story: Story, parting: Parting, clock: FixedClock
) -> None:
    amara, gwen, tomasz = (p.id for p in story.people)
    ask = {"reason": WHY, "clock": clock}
    with pytest.raises(PartingOpenAlready):
        ask_to_leave(session, story.group, about=amara, person_id=gwen, **ask)
    with pytest.raises(PickAMember):
        ask_to_leave(session, story.group, about=gwen, person_id=gwen, **ask)
    with pytest.raises(PickAMember):
        stranger = make_person(session).id
        ask_to_leave(session, story.group, about=stranger, person_id=gwen, **ask)
    with pytest.raises(PartingIsOver):
        take_back_parting(session, parting, person_id=gwen, clock=clock)
    take_back_parting(session, parting, person_id=amara, clock=clock)
    with pytest.raises(AskedNotLongAgo):
        ask_to_leave(session, story.group, about=tomasz, person_id=gwen, **ask)
    clock.move(timedelta(days=28))
    ask_to_leave(session, story.group, about=tomasz, person_id=gwen, **ask)


def test_two_cannot_decide(session: Session, clock: FixedClock) -> None:
    story = make_story(session, clock, people=2)
    one, other = (p.id for p in story.people)
    with pytest.raises(TooFewToPart):
        ask_to_leave(session, story.group, about=one, person_id=other, reason=WHY, clock=clock)


def test_words_go_in_time_and_with_the_account(
    session: Session, story: Story, parting: Parting, clock: FixedClock
) -> None:
    amara, _, tomasz = story.people
    reply_to(session, parting, words=REPLY, clock=clock)
    assert REPLY in repr(personal_data(session, tomasz.id))
    seen = repr(personal_data(session, amara.id))
    assert WHY in seen
    assert REPLY not in seen
    take_back_parting(session, parting, person_id=amara.id, clock=clock)
    clock.move(timedelta(days=89))
    assert forget_parting_words(session, clock=clock) == 0
    clock.move(timedelta(days=2))
    assert forget_parting_words(session, clock=clock) == 1
    session.refresh(parting)
    assert (parting.reason, parting.reply) == ("", "")


def test_the_words_about_somebody_go_with_them(
    session: Session, story: Story, parting: Parting, clock: FixedClock
) -> None:
    erase(session, story.people[2].id, clock)
    session.refresh(parting)
    assert parting.reason == ""


def _early(session: Session, parting: Parting, clock: FixedClock, *, with_them: bool) -> None:
    """The others would decide: before the reply, or with the person among them."""
    group = group_by_id(session, parting.group_id)
    assert group is not None
    people = set(group.member_ids) - (set() if with_them else {parting.person_id})
    rules = Rules(closes_at=clock.now() + WEEK, method=Method.MAJORITY, quorum=1)
    proposal = open_proposal(
        session,
        subject_id=parting.id,
        terms={},
        shares=dict.fromkeys(people, 0),
        total_pence=0,
        opened_by=parting.asked_by,
        rules=rules,
        clock=clock,
    )
    session.flush()
    parting.proposal_id = proposal.id
    session.flush()


def _leaves(session: Session, parting: Parting, clock: FixedClock) -> None:
    parting.outcome, parting.ended_at = "leaves", clock.now()
    session.flush()


def _drop(session: Session) -> None:
    sqlite = session.get_bind().dialect.name == "sqlite"
    session.execute(text("DROP TRIGGER parting_rules" + ("" if sqlite else " ON parting")))


@pytest.mark.parametrize("wrong", ["before the reply", "with the person", "undecided", "reworded"])
def test_the_database_holds_the_right_of_reply(
    session: Session, story: Story, parting: Parting, clock: FixedClock, wrong: str
) -> None:
    def attack() -> None:
        if wrong == "before the reply":
            _early(session, parting, clock, with_them=False)
        elif wrong == "with the person":
            clock.move(WEEK)
            _early(session, parting, clock, with_them=True)
        elif wrong == "undecided":
            _leaves(session, parting, clock)
        else:
            session.execute(text("UPDATE parting SET reason = 'He is a thief'"))

    with pytest.raises(DBAPIError, match="parting_rules"), session.begin_nested():
        attack()
    session.refresh(parting)
    _drop(session)
    attack()
