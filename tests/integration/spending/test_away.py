"""Days that a provider calls off at once, and days to which one person cannot come."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from microcare.kernel.clock import FixedClock
from microcare.ledger.queries import differences
from microcare.outbox.models import OutboxMessage
from microcare.spending.models import CannotCome, SessionMark
from microcare.spending.queries import (
    away_view,
    my_calendar,
    my_sessions,
    personal_data,
    provider_sessions,
)
from microcare.spending.services import (
    call_off_days,
    erase,
    forget_past_days,
    leave,
    mark_session,
    say_i_cannot_come,
    say_i_come_after_all,
    stop_at_once,
)
from microcare.spending.values import (
    AwayDays,
    AwayHasChanged,
    DayIsOver,
    DayIsSettled,
    MarkedOtherwise,
    NotExpectedThen,
    Outcome,
)
from microcare.spending.values.away import AwayEndsFirst, AwayHasBeen, AwayTooLong, expected
from tests.factories.groups import Story
from tests.factories.spending import PROVIDER, go_to, make_promised, mark, money, sessions_of

DAY = timedelta(days=1)


@dataclass
class Street:
    """Three who promised twelve Tuesdays."""

    session: Session
    clock: FixedClock
    story: Story

    def days(self, first: int, last: int) -> AwayDays:
        """From one session's day to another's."""
        ones = sessions_of(self.story)
        return AwayDays(ones[first].day, ones[last].day)

    def call_off(self, days: AwayDays, *, seen: int) -> None:
        """The press."""
        listing, told = self.story.listing.id, {"by": PROVIDER, "clock": self.clock}
        call_off_days(self.session, listing, days, seen=seen, **told)  # type: ignore[arg-type]
        self.session.flush()

    def held(self) -> list[int]:
        """What each has promised still."""
        return [one.held for one in money(self.session, self.story)]

    def told(self) -> list[UUID]:
        """Whose calendar a letter leads to."""
        rows = select(OutboxMessage).where(OutboxMessage.kind == "groups.news")
        found = [row.payload for row in self.session.scalars(rows)]
        return sorted(UUID(p["person_id"]) for p in found if p["path"] == "/my/calendar")

    def away(self, person: int, number: int, *, back: bool = False) -> None:
        """One of them cannot come to a session, or can after all."""
        act = say_i_come_after_all if back else say_i_cannot_come
        me, one = self.story.people[person].id, sessions_of(self.story)[number]
        group_id = self.story.group.id
        act(self.session, one, group_id=group_id, person_id=me, clock=self.clock)
        self.session.flush()

    def shown(self, number: int) -> list[int | None]:
        """How many each of the three, and then the provider, read are expected at a session."""
        group, work = self.story.group.id, self.story.offer.request.id
        found = [
            my_sessions(self.session, group, me=person.id, clock=self.clock)[number].expected
            for person in self.story.people
        ]
        now = self.clock.now()
        found.append(provider_sessions(self.session, work, now=now)[number].expected)
        assert None not in found
        return [one.told for one in found if one is not None]


@pytest.fixture
def street(session: Session, clock: FixedClock) -> Street:
    return Street(session, clock, make_promised(session, clock))


def test_days_away_free_the_money_of_all_and_tell_each_once(street: Street) -> None:
    days = street.days(2, 4)
    view = away_view(street.session, street.story.listing.id, days, now=street.clock.now())
    assert view.sessions == 3
    assert [group.request_id for group in view.groups] == [street.story.offer.request.id]
    assert street.held() == [21_600] * 3
    street.call_off(days, seen=3)
    assert street.held() == [16_200] * 3
    people = [person.id for person in street.story.people]
    assert street.told() == sorted(people)
    marks = select(SessionMark.outcome)
    assert set(street.session.scalars(marks)) == {Outcome.CALLED_OFF.value}
    for me in people:
        off = [d.day for d in my_calendar(street.session, me, clock=street.clock) if d.is_off]
        assert off == [sessions_of(street.story)[n].day for n in (2, 3, 4)]
    assert not list(differences(street.session))
    # Pressed twice it is once.
    street.call_off(days, seen=3)
    assert street.held() == [16_200] * 3
    assert len(street.told()) == 3


def test_nothing_is_called_off_that_was_not_shown(street: Street) -> None:
    with pytest.raises(AwayHasChanged):
        street.call_off(street.days(2, 4), seen=2)
    assert street.held() == [21_600] * 3


def test_days_that_make_no_sense(street: Street) -> None:
    today = street.clock.today()
    for days, broken in (
        (AwayDays(today - DAY, today), AwayHasBeen),
        (AwayDays(today + DAY, today), AwayEndsFirst),
        (AwayDays(today, today + timedelta(days=367)), AwayTooLong),
    ):
        with pytest.raises(broken):
            street.call_off(days, seen=0)


def test_what_took_place_is_owed_and_stays_so(street: Street) -> None:
    go_to(street.clock, sessions_of(street.story)[0].day)
    mark(street.session, street.story, 0, street.clock)
    street.session.flush()
    with pytest.raises(DayIsSettled):
        street.call_off(street.days(0, 1), seen=1)
    assert street.held() == [21_600] * 3
    street.call_off(street.days(1, 1), seen=1)
    assert street.held() == [19_800] * 3


def test_today_can_be_called_off_and_yesterday_stays(street: Street) -> None:
    go_to(street.clock, sessions_of(street.story)[1].day)
    street.call_off(street.days(1, 1), seen=1)
    assert street.held() == [19_800] * 3


def test_whoever_left_reads_what_is_called_off_in_their_notice_and_no_more(street: Street) -> None:
    go_to(street.clock, sessions_of(street.story)[0].day)
    tomasz = street.story.people[2].id
    leave(street.session, street.story.group, person_id=tomasz, clock=street.clock)
    street.session.flush()
    street.call_off(street.days(1, 5), seen=5)
    days = my_calendar(street.session, tomasz, clock=street.clock)
    owed = [sessions_of(street.story)[n].day for n in (0, 1, 2)]
    assert [(d.day, d.is_off) for d in days] == list(zip(owed, (False, True, True), strict=True))


def test_one_day_called_off_by_itself_is_told_too_and_one_that_has_been_is_not(
    street: Street,
) -> None:
    go_to(street.clock, sessions_of(street.story)[1].day)
    for number, letters in ((0, 0), (2, 3)):
        mark_session(
            street.session,
            sessions_of(street.story)[number],
            group_id=street.story.group.id,
            outcome=Outcome.CALLED_OFF,
            by=PROVIDER,
            clock=street.clock,
        )
        street.session.flush()
        assert len(street.told()) == letters


def test_a_count_never_says_who(street: Street) -> None:
    assert street.shown(3) == [3, 3, 3, 3]
    street.away(0, 3)
    few: list[int | None] = [None] * 4
    assert street.shown(3) == few
    # Whether it is one of the others or both is not told either.
    street.away(1, 3)
    assert street.shown(3) == few
    street.away(2, 3)
    assert street.shown(3) == few
    assert street.shown(4) == [3, 3, 3, 3]
    for person in range(3):
        street.away(person, 3, back=True)
    assert street.shown(3) == [3, 3, 3, 3]


@pytest.mark.parametrize("sharers", range(9))
def test_no_count_names_one_of_the_others(sharers: int) -> None:
    """For whoever reads it, come or not: some of the others may always be, or not be, away.

    Only that all of them come is told, which says of nobody that they are away.
    """
    answers = {away: expected(sharers, away) for away in range(sharers + 1)}
    if sharers < 3:
        assert set(answers.values()) == {None}
        return
    for shown in set(answers.values()):
        fits = {away for away, said in answers.items() if said == shown}
        for mine in (0, 1):
            others = {away - mine for away in fits if 0 <= away - mine <= sharers - 1}
            assert others != {sharers - 1}, "it would say that all the others are away"


def test_in_a_pair_nothing_is_counted(session: Session, clock: FixedClock) -> None:
    story = make_promised(session, clock, people=2)
    me, group = story.people[0].id, story.group.id
    one = sessions_of(story)[0]
    say_i_cannot_come(session, one, group_id=group, person_id=me, clock=clock)
    session.flush()
    for person in story.people:
        [first, *_] = my_sessions(session, group, me=person.id, clock=clock)
        assert first.expected is None
        assert first.cannot_come is (person.id == me)
    [work, *_] = provider_sessions(session, story.offer.request.id, now=clock.now())
    assert work.expected is None


def test_who_has_to_stop_is_not_told_by_the_number_and_who_left_is(
    session: Session, clock: FixedClock
) -> None:
    street = Street(session, clock, make_promised(session, clock))
    amara, gwen, tomasz = (person.id for person in street.story.people)
    group, work = street.story.group.id, street.story.offer.request.id

    def read() -> list[object]:
        mine = my_sessions(session, group, me=gwen, clock=clock)
        theirs = provider_sessions(session, work, now=clock.now())
        return [[one.expected for one in mine], [one.expected for one in theirs]]

    before = read()
    stop_at_once(session, amara, clock=clock)
    session.flush()
    assert read() == before
    leave(session, street.story.group, person_id=tomasz, clock=clock)
    session.flush()
    assert read() != before
    assert my_sessions(session, group, me=gwen, clock=clock)[11].expected is None


def test_it_changes_nobodys_money_and_can_be_taken_back_on_the_day(street: Street) -> None:
    before = street.held()
    street.away(0, 0)
    street.away(0, 0)
    assert street.held() == before
    assert street.told() == []
    me = street.story.people[0].id
    assert [d.cannot_come for d in my_calendar(street.session, me, clock=street.clock)][0]
    go_to(street.clock, sessions_of(street.story)[0].day)
    street.away(0, 0, back=True)
    street.away(0, 0, back=True)
    assert list(street.session.scalars(select(CannotCome))) == []
    go_to(street.clock, sessions_of(street.story)[0].day + DAY)
    with pytest.raises(DayIsOver):
        street.away(0, 0)


def test_who_is_not_expected_says_nothing(street: Street) -> None:
    street.call_off(street.days(2, 2), seen=1)
    with pytest.raises(MarkedOtherwise):
        street.away(0, 2)
    tomasz = street.story.people[2].id
    leave(street.session, street.story.group, person_id=tomasz, clock=street.clock)
    street.session.flush()
    with pytest.raises(NotExpectedThen):
        street.away(2, 11)


def test_it_is_on_my_data_and_goes_with_the_day_and_with_the_account(street: Street) -> None:
    for number in (0, 1):
        street.away(0, number)
    me = street.story.people[0].id
    [told] = [s for s in personal_data(street.session, me) if s.name == "cannot_come"]
    assert len(told.entries) == 2
    go_to(street.clock, sessions_of(street.story)[0].day + DAY)
    forget_past_days(street.session, today=street.clock.today())
    rows = select(CannotCome.session_id)
    assert list(street.session.scalars(rows)) == [sessions_of(street.story)[1].id]
    erase(street.session, me, street.clock)
    assert list(street.session.scalars(rows)) == []
