"""A listing becomes public only by a catalyst's yes, and what was said yes to stays as it was."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, func, select, text, update
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from microcare.directory import services
from microcare.directory.models import ListingEvent, ListingKeeper, ListingVersion
from microcare.directory.queries import (
    history_of,
    listing_for_review,
    listings_waiting,
    public_listing,
    public_listings,
    versions_of,
)
from microcare.directory.values import (
    CannotDoThatNow,
    CheckKind,
    ChecksMissing,
    HasInterest,
    NationNotYet,
    NeedsReason,
    NoSafeguardingContact,
    OtherPatch,
    OwnListing,
    State,
    Summary,
)
from microcare.index.models import IndexDocument
from microcare.kernel.clock import FixedClock
from tests.factories.directory import (
    TRAFFORD,
    FakeGazetteer,
    keeper_of,
    make_catalyst,
    make_draft,
    make_patch,
    make_public_listing,
    make_sent,
    see_checks,
    whole,
)
from tests.factories.outbox import rows
from tests.factories.people import make_person


def _indexed(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(IndexDocument)) or 0


def test_an_approved_listing_can_be_read_by_everybody(session: Session) -> None:
    listing = make_public_listing(session, "Kitchen Table Cooks")
    assert listing.slug == "kitchen-table-cooks"
    assert public_listing(session, "kitchen-table-cooks") == listing
    assert list(public_listings(session)) == [listing]
    assert _indexed(session) == 1


def test_its_keeper_and_its_catalyst_hear_of_it(session: Session) -> None:
    make_catalyst(session, make_patch(session))
    make_public_listing(session)
    assert {row.kind for row in rows(session)} == {"directory.sent", "directory.approved"}


def test_two_of_one_name_have_two_addresses(session: Session) -> None:
    slugs = {make_public_listing(session, "New").slug for _ in range(2)}
    assert len(slugs) == 2
    assert "new" not in slugs


def _ready(session: Session, **changes: Any) -> tuple[Any, Any]:
    patch = make_patch(session)
    catalyst = make_catalyst(session, patch)
    listing = make_sent(session, **changes)
    see_checks(session, listing, catalyst)
    return listing, catalyst


def _refused(session: Session, listing: Any, by: Any, rule: type[Exception]) -> None:
    clock = FixedClock(listing.sent_at or listing.saved_at)
    with pytest.raises(rule):
        services.approve_listing(session, listing, by=by, clock=clock)
    assert session.scalar(select(func.count()).select_from(ListingVersion)) == 0
    assert _indexed(session) == 0


def test_nobody_approves_their_own(session: Session) -> None:
    listing, catalyst = _ready(session)
    session.add(
        ListingKeeper(listing_id=listing.id, person_id=catalyst.id, since=listing.created_at)
    )
    _refused(session, whole(session, listing.id), catalyst, OwnListing)


def test_nobody_approves_what_they_are_close_to(session: Session, clock: FixedClock) -> None:
    listing, catalyst = _ready(session)
    services.declare_interest(session, listing, tie="client", by=catalyst, clock=clock)
    _refused(session, listing, catalyst, HasInterest)
    services.declare_interest(session, listing, tie="client", by=catalyst, clock=clock)


def test_a_catalyst_of_another_patch_cannot_touch_it(session: Session, clock: FixedClock) -> None:
    listing, _catalyst = _ready(session)
    elsewhere = make_catalyst(session, make_patch(session, "Trafford", TRAFFORD))
    _refused(session, listing, elsewhere, OtherPatch)
    _refused(session, listing, make_person(session), OtherPatch)
    for refuse in (services.ask_changes, services.decline_listing):
        with pytest.raises(OtherPatch):
            refuse(session, listing, words="No", by=elsewhere, clock=clock)
    assert listings_waiting(session, elsewhere.patch_ids) == []


def test_a_patch_without_a_safeguarding_contact_approves_nothing(session: Session) -> None:
    listing, catalyst = _ready(session)
    make_patch(session).safeguarding_phone = ""
    _refused(session, listing, catalyst, NoSafeguardingContact)


def test_a_check_that_is_missing_or_over_stops_it(session: Session, clock: FixedClock) -> None:
    patch = make_patch(session)
    catalyst = make_catalyst(session, patch)
    listing = make_sent(session)
    _refused(session, listing, catalyst, ChecksMissing)
    review = listing_for_review(session, listing.id, clock=clock)
    assert review is not None
    assert [c.kind for c in review.missing] == [
        CheckKind.IDENTITY,
        CheckKind.INSURANCE,
        CheckKind.DBS,
        CheckKind.TRAINING,
    ]
    see_checks(session, listing, catalyst)
    services.approve_listing(session, listing, by=catalyst, clock=clock)


def test_only_england_s_rules_are_known(session: Session) -> None:
    make_patch(session, "Moor and Vale", "W06000015")
    listing = make_sent(session, gazetteer=FakeGazetteer("W06000015"))
    catalyst = make_catalyst(session, make_patch(session))
    see_checks(session, listing, catalyst)
    _refused(session, listing, catalyst, NationNotYet)


def test_a_draft_is_not_approved(session: Session) -> None:
    catalyst = make_catalyst(session, make_patch(session))
    listing = make_draft(session)
    see_checks(session, listing, catalyst)
    _refused(session, listing, catalyst, CannotDoThatNow)


@pytest.mark.parametrize("statement", ["update", "delete"])
def test_what_was_approved_can_never_be_changed(session: Session, statement: str) -> None:
    listing = make_public_listing(session)
    change = (
        update(ListingVersion).values(document={})
        if statement == "update"
        else delete(ListingVersion)
    )
    with pytest.raises(DatabaseError, match="never changed"), session.begin_nested():
        session.execute(change)
    assert public_listing(session, listing.slug) == listing


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_nor_can_another_be_put_over_it(session: Session) -> None:
    listing = make_public_listing(session)
    over = "INSERT OR REPLACE INTO listing_version SELECT * FROM listing_version"
    with pytest.raises(DatabaseError, match="never changed"), session.begin_nested():
        session.execute(text(over))
    assert public_listing(session, listing.slug) == listing


def test_an_edit_is_seen_only_when_it_too_is_approved(session: Session, clock: FixedClock) -> None:
    first = make_public_listing(session)
    listing = whole(session, first.id)
    keeper, catalyst = keeper_of(session, listing), make_catalyst(session, make_patch(session))
    services.answer(session, listing, Summary("Hot curries."), by=keeper, clock=clock)
    services.send_listing(session, listing, by=keeper, clock=clock)
    assert listings_waiting(session, catalyst.patch_ids) == [listing]
    assert public_listing(session, first.slug) == first

    clock.move(timedelta(days=1))
    services.approve_listing(session, listing, by=catalyst, clock=clock)
    shown = public_listing(session, first.slug)
    assert shown is not None
    assert shown.summary == "Hot curries."
    assert shown.number == 2
    assert shown.slug == first.slug
    assert shown.published_at == first.published_at
    # Approving an edit is no keeper's word that the rest is still right.
    assert shown.confirmed_on == first.confirmed_on
    assert [version.number for version in versions_of(session, first.id)] == [2, 1]
    assert _indexed(session) == 1


def test_words_reach_the_provider_and_a_no_needs_some(session: Session, clock: FixedClock) -> None:
    listing, catalyst = _ready(session)
    with pytest.raises(NeedsReason):
        services.decline_listing(session, listing, words=" ", by=catalyst, clock=clock)
    services.ask_changes(session, listing, words="Say more.", by=catalyst, clock=clock)
    session.flush()
    assert listing.state == State.CHANGES_ASKED
    assert "Say more." in {event.words for event in history_of(session, listing.id)}
    assert "directory.ask_changes" in {row.kind for row in rows(session)}


def test_everything_that_was_done_is_on_record(session: Session) -> None:
    listing = make_public_listing(session)
    events = session.scalars(select(ListingEvent).where(ListingEvent.listing_id == listing.id))
    acts = {event.act for event in events if event.by_name and event.by_id and event.at}
    assert {"start", "answer", "send", "check", "approve"} <= acts


def test_the_queue_is_oldest_first(session: Session, clock: FixedClock) -> None:
    patch = make_patch(session)
    older = make_sent(session, "Older", clock=FixedClock(clock.now() - timedelta(days=2)))
    newer = make_sent(session, "Newer", clock=clock)
    assert [one.id for one in listings_waiting(session, {patch.id})] == [older.id, newer.id]
