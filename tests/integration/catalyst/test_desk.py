"""What the desk reads and writes: waits, papers, notes, wishes, checks and whom to ring."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from microcare.catalyst.models import ContactChange, WishSettled
from microcare.catalyst.queries import (
    area,
    asked_lately,
    ends_soon,
    last_contact_change,
    open_wishes,
    waiting,
)
from microcare.catalyst.services import (
    add_note,
    ask_keepers,
    let_go,
    note_check,
    set_contact,
    settle_wish,
)
from microcare.catalyst.values import (
    ASK_AGAIN_AFTER,
    AskedLately,
    Contact,
    DeeperThanAllowed,
    EndedAlready,
    NobodyToAskThere,
    NotAnIdea,
    SeenInFuture,
)
from microcare.directory.models import ListingCheck, ListingKeeper
from microcare.directory.policies import required_checks
from microcare.directory.queries import answers_of, history_of
from microcare.directory.services import answer, declare_interest, send_listing
from microcare.directory.values import (
    AlreadySettled,
    CannotDoThatNow,
    CheckKind,
    CheckSeen,
    HasInterest,
    NeedsReason,
    OtherPatch,
    OwnListing,
    State,
    Summary,
    WhoFor,
)
from microcare.kernel.clock import FixedClock
from microcare.people.models import Person
from tests.factories.catalyst import make_idea, make_wish
from tests.factories.directory import (
    TRAFFORD,
    keeper_of,
    make_catalyst,
    make_draft,
    make_patch,
    make_public_listing,
    make_sent,
    whole,
)
from tests.factories.outbox import rows


@pytest.fixture
def dawn(session: Session) -> Person:
    """A catalyst of Moor and Vale."""
    return make_catalyst(session, make_patch(session))


def _at(day: int) -> FixedClock:
    return FixedClock(datetime(2026, 11, day, 9, 0, tzinfo=UTC))


def test_new_pages_and_edits_wait_in_one_queue(
    session: Session, clock: FixedClock, dawn: Person
) -> None:
    public = make_public_listing(session, "Edited", catalyst=dawn)
    make_sent(session, "Newest", clock=_at(22))
    make_sent(session, "Oldest", clock=_at(10))
    make_draft(session, "Unsent")
    listing = whole(session, public.id)
    keeper = keeper_of(session, listing)
    answer(session, listing, Summary("Hot."), by=keeper, clock=_at(15))
    send_listing(session, listing, by=keeper, clock=_at(15))
    session.flush()
    found, total = waiting(session, dawn.patch_ids, limit=2, clock=clock)
    assert total == 3
    assert [(one.name, one.is_edit, one.days) for one in found] == [
        ("Oldest", False, 13),
        ("Edited", True, 8),
    ]
    assert waiting(session, frozenset(), limit=2, clock=clock) == ([], 0)


def test_a_day_of_waiting_is_a_day_of_the_calendar(session: Session, dawn: Person) -> None:
    late = FixedClock(datetime(2026, 11, 22, 23, 50, tzinfo=UTC))
    make_sent(session, clock=late)
    early = FixedClock(datetime(2026, 11, 23, 0, 10, tzinfo=UTC))
    [one], _total = waiting(session, dawn.patch_ids, limit=5, clock=early)
    assert one.days == 1


def test_the_figures_are_of_the_area(session: Session, clock: FixedClock, dawn: Person) -> None:
    make_public_listing(session, catalyst=dawn)
    make_idea(session, make_patch(session), dawn, source="a list")
    make_idea(session, make_patch(session, "Trafford", TRAFFORD), dawn, source="a list")
    now = area(session, dawn.patch_ids, clock=clock)
    assert (now.public, now.has_room, now.confirmed_lately, now.quiet) == (1, 1, 1, 0)
    assert now.from_lists == 1
    clock.move(timedelta(days=101))
    later = area(session, dawn.patch_ids, clock=clock)
    assert (later.public, later.confirmed_lately, later.quiet) == (1, 0, 1)


def test_papers_are_told_from_sixty_days_before_they_end(
    session: Session, clock: FixedClock, dawn: Person
) -> None:
    public = make_public_listing(session, catalyst=dawn)
    for days in (-3, 60, 61):
        paper = ListingCheck(
            listing_id=public.id,
            kind="dbs",
            about=f"{days}",
            level="basic",
            seen_by_id=dawn.id,
            seen_by=dawn.name,
            seen_on=date(2025, 1, 1),
            ends_on=clock.today() + timedelta(days=days),
            noted_at=clock.now(),
        )
        session.add(paper)
    session.flush()
    found, _count = ends_soon(session, dawn.patch_ids, limit=5, clock=clock)
    assert [(one.about, one.days) for one in found] == [("-3", -3), ("60", 60)]


def _needed(session: Session, kind: CheckKind, **changes: Any) -> tuple[Any, Any]:
    listing = make_sent(session, **changes)
    found = required_checks(answers_of(whole(session, listing.id)))
    return whole(session, listing.id), next(check for check in found if check.kind == kind)


@pytest.mark.parametrize(
    ("facts", "rule"),
    [
        ({"seen_on": date(2026, 11, 24)}, SeenInFuture),
        ({"ends_on": date(2026, 11, 22)}, EndedAlready),
        ({"level": "enhanced"}, DeeperThanAllowed),
    ],
)
def test_what_cannot_have_been_seen_is_not_noted(
    session: Session, clock: FixedClock, dawn: Person, facts: dict[str, Any], rule: type[Exception]
) -> None:
    listing, needed = _needed(session, CheckKind.DBS)
    told: dict[str, Any] = {"seen_on": clock.today(), "about": needed.about, "level": "basic"}
    with pytest.raises(rule):
        seen = CheckSeen(CheckKind.DBS, **(told | facts))
        note_check(session, listing, needed, seen, by=dawn, clock=clock)
    assert session.scalars(select(ListingCheck)).all() == []
    note_check(session, listing, needed, CheckSeen(CheckKind.DBS, **told), by=dawn, clock=clock)
    [row] = session.scalars(select(ListingCheck))
    assert (row.seen_by, row.level, row.seen_on) == (dawn.name, "basic", clock.today())
    assert "check" in {event.act for event in history_of(session, listing.id)}


def test_a_check_for_work_with_children_may_be_noted_where_no_youngest_was_told(
    session: Session, clock: FixedClock, dawn: Person
) -> None:
    listing, needed = _needed(session, CheckKind.DBS, who_for=WhoFor("Anybody", None, None))
    seen = CheckSeen(CheckKind.DBS, clock.today(), needed.about, "enhanced_children")
    note_check(session, listing, needed, seen, by=dawn, clock=clock)
    assert [row.level for row in session.scalars(select(ListingCheck))] == ["enhanced_children"]
    both = replace(seen, level="enhanced_both")
    with pytest.raises(DeeperThanAllowed):
        note_check(session, listing, needed, both, by=dawn, clock=clock)


def test_only_who_may_decide_may_say_what_they_saw(
    session: Session, clock: FixedClock, dawn: Person
) -> None:
    listing, needed = _needed(session, CheckKind.IDENTITY)
    seen = CheckSeen(CheckKind.IDENTITY, clock.today(), needed.about)
    elsewhere = make_catalyst(session, make_patch(session, "Trafford", TRAFFORD), "Olu Ade")
    close = make_catalyst(session, make_patch(session), "Ros Tull")
    declare_interest(session, listing, tie="relative", by=close, clock=clock)
    own = make_catalyst(session, make_patch(session), "Own Er")
    session.add(ListingKeeper(listing_id=listing.id, person_id=own.id, since=clock.now()))
    listing = whole(session, listing.id)
    for person, rule in ((elsewhere, OtherPatch), (close, HasInterest), (own, OwnListing)):
        with pytest.raises(rule):
            note_check(session, listing, needed, seen, by=person, clock=clock)
    assert session.scalars(select(ListingCheck)).all() == []


def test_keepers_are_asked_once_a_week(session: Session, clock: FixedClock, dawn: Person) -> None:
    listing = whole(session, make_public_listing(session, catalyst=dawn).id)
    ask_keepers(session, listing, by=dawn, clock=clock)
    session.flush()
    assert asked_lately(session, listing.id, now=clock.now())
    with pytest.raises(AskedLately):
        ask_keepers(session, listing, by=dawn, clock=clock)
    clock.move(ASK_AGAIN_AFTER)
    ask_keepers(session, listing, by=dawn, clock=clock)
    assert [row.kind for row in rows(session)].count("directory.still_right") == 2


def test_nobody_is_asked_about_what_nobody_keeps_or_sees(
    session: Session, clock: FixedClock, dawn: Person
) -> None:
    with pytest.raises(CannotDoThatNow):
        ask_keepers(session, make_sent(session), by=dawn, clock=clock)
    public = whole(session, make_public_listing(session, "Kept", catalyst=dawn).id)
    for keeper in public.keepers:
        session.delete(keeper)
    session.flush()
    with pytest.raises(NobodyToAskThere):
        ask_keepers(session, public, by=dawn, clock=clock)


def test_an_idea_is_noted_on_and_let_go(session: Session, clock: FixedClock, dawn: Person) -> None:
    idea = make_idea(session, make_patch(session), dawn)
    add_note(session, idea, words="  Rang Joan. ", by=dawn, clock=clock)
    with pytest.raises(NeedsReason):
        add_note(session, idea, words=" ", by=dawn, clock=clock)
    assert "Rang Joan." in {event.words for event in history_of(session, idea.id)}
    let_go(session, idea, by=dawn, clock=clock)
    assert idea.state == State.CLOSED
    for listing in (idea, make_sent(session)):
        with pytest.raises(NotAnIdea):
            let_go(session, listing, by=dawn, clock=clock)


def test_a_wish_leaves_the_desk_once(session: Session, clock: FixedClock, dawn: Person) -> None:
    patch = make_patch(session)
    first, second = make_wish(session, patch, "one"), make_wish(session, patch, "two")
    settle_wish(session, first, by=dawn, clock=clock)
    session.flush()
    with pytest.raises(AlreadySettled):
        settle_wish(session, first, by=dawn, clock=clock)
    left, total = open_wishes(session, dawn.patch_ids, size=5)
    assert ([wish.id for wish in left], total) == ([second.id], 1)
    assert len(session.scalars(select(WishSettled)).all()) == 1
    # When the year is over the wish goes, and with it that it was dealt with.
    session.delete(first)
    session.flush()
    session.expire_all()
    assert session.scalars(select(WishSettled)).all() == []


def test_who_changed_whom_to_ring_is_kept(
    session: Session, clock: FixedClock, dawn: Person
) -> None:
    patch = make_patch(session)
    assert last_contact_change(session, patch.id) is None
    for name in ("Ruth Marsh", "Colette Byrne"):
        clock.move(timedelta(minutes=1))
        set_contact(session, patch, Contact(name, "01632 960119"), by=dawn, clock=clock)
    session.flush()
    assert patch.safeguarding_name == "Colette Byrne"
    found = last_contact_change(session, patch.id)
    assert found is not None
    assert (found[0].became["safeguarding_name"], found[1].id) == ("Colette Byrne", dawn.id)
    assert len(session.scalars(select(ContactChange)).all()) == 2
