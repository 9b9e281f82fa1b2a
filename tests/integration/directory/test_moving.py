"""A public listing is always on a desk: an edit moves it to another only once it is approved."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from microcare.catalyst.queries import pages_of_area, waiting
from microcare.catalyst.values import Show
from microcare.directory import services
from microcare.directory.models import Listing, ListingVersion
from microcare.directory.policies import may_review
from microcare.directory.queries import (
    answers_of,
    checks_needed,
    listing_for_review,
    listings_of_patches,
    listings_waiting,
    public_listings,
)
from microcare.directory.values import (
    CheckKind,
    CheckSeen,
    Edit,
    MovesAway,
    NationNotYet,
    NoCatalystThere,
    Reach,
    Served,
    State,
    Where,
    to_json,
)
from microcare.index.models import IndexDocument
from microcare.kernel.clock import FixedClock
from microcare.people.models import Person
from microcare.places.models import Patch
from microcare.places.services import add_councils
from tests.factories.directory import (
    SOMERSET,
    TRAFFORD,
    FakeGazetteer,
    keeper_of,
    make_catalyst,
    make_patch,
    make_public_listing,
    see_checks,
    whole,
)
from tests.factories.outbox import rows

NEXT_DOOR = "E06000022"
MONMOUTH = "W06000021"


def _public_bytes(session: Session) -> Any:
    session.flush()
    versions = session.scalars(select(ListingVersion).order_by(ListingVersion.number))
    documents = session.execute(select(IndexDocument.__table__)).mappings().all()
    return (
        [version.document for version in versions],
        [dict(row) for row in documents],
        [to_json(listing) for listing in public_listings(session)],
    )


def _place(
    session: Session, listing: Listing, postcode: str, council: str | None, clock: FixedClock
) -> Listing:
    gazetteer = FakeGazetteer()
    gazetteer.council = council  # type: ignore[assignment]
    services.place_listing(
        session,
        listing,
        Where(Reach.VISITS, postcode),
        gazetteer=gazetteer,
        by=keeper_of(session, listing),
        clock=clock,
    )
    return whole(session, listing.id)


def _public(session: Session) -> tuple[Listing, Person, Person, Patch]:
    """A public listing of one area, its catalyst, and another area with one."""
    here, there = make_patch(session), make_patch(session, "Trafford", TRAFFORD)
    shown = make_public_listing(session, gazetteer=FakeGazetteer())
    ours, theirs = make_catalyst(session, here, "Ros"), make_catalyst(session, there, "Tim")
    return whole(session, shown.id), ours, theirs, there


@pytest.mark.parametrize("council", [TRAFFORD, NEXT_DOOR, None])
def test_a_home_that_crosses_a_council_s_line_in_its_sector_changes_not_one_public_byte(
    session: Session, clock: FixedClock, council: str | None
) -> None:
    listing, ours, theirs, _there = _public(session)
    before, was = _public_bytes(session), listing.patch_id
    listing = _place(session, listing, "TA1 4XZ", council, clock)
    assert (listing.edit, listing.is_moving) == (Edit.NONE, False)
    assert (listing.patch_id, listing.council_code) == (was, SOMERSET)
    assert _public_bytes(session) == before
    # Nor does what is public move when another edit is approved.
    keeper = keeper_of(session, listing)
    services.answer(session, listing, Served(3000), by=keeper, clock=clock)
    services.send_listing(session, listing, by=keeper, clock=clock)
    assert not may_review(theirs, listing)
    services.approve_listing(session, listing, by=ours, clock=clock)
    assert listing.patch_id == was


def test_another_nation_s_law_is_looked_at_even_in_one_sector(
    session: Session, clock: FixedClock
) -> None:
    listing, ours, _theirs, _there = _public(session)
    here = make_patch(session)
    add_councils(session, here, council_codes=[MONMOUTH])
    session.flush()
    before = _public_bytes(session)
    listing = _place(session, listing, "TA1 4XZ", MONMOUTH, clock)
    assert listing.edit == Edit.DRAFT
    services.send_listing(session, listing, by=keeper_of(session, listing), clock=clock)
    with pytest.raises(NationNotYet):
        services.approve_listing(session, listing, by=ours, clock=clock)
    assert _public_bytes(session) == before
    services.take_back_listing(session, listing, by=keeper_of(session, listing), clock=clock)
    listing = _place(session, listing, "TA1 4AB", SOMERSET, clock)
    assert not listing.is_moving


def test_until_a_move_is_approved_the_old_desk_keeps_what_is_public(
    session: Session, clock: FixedClock
) -> None:
    listing, ours, theirs, _there = _public(session)
    before = _public_bytes(session)
    listing = _place(session, listing, "TA6 5BT", TRAFFORD, clock)
    assert listing.edit == Edit.DRAFT
    assert listings_of_patches(session, ours.patch_ids, states=[State.PUBLIC]) == [listing]
    # A draft is nobody else's to read.
    assert (may_review(ours, listing), may_review(theirs, listing)) == (True, False)
    keeper = keeper_of(session, listing)
    services.answer(session, listing, Served(3000), by=keeper, clock=clock)
    services.send_listing(session, listing, by=keeper, clock=clock)
    session.flush()
    assert _public_bytes(session) == before
    for read in (
        lambda who: [one.id for one in listings_waiting(session, who.patch_ids)],
        lambda who: [one.id for one in waiting(session, who.patch_ids, limit=5, clock=clock)[0]],
        lambda who: _waiting_pages(session, who, clock),
    ):
        assert read(ours) == []
        assert read(theirs) == [listing.id]
    assert listings_of_patches(session, ours.patch_ids, states=[State.PUBLIC]) == [listing]
    told = [row.payload["person_id"] for row in rows(session) if row.kind == "directory.sent"]
    assert told[-1] == str(theirs.id)


def _waiting_pages(session: Session, who: Person, clock: FixedClock) -> list[Any]:
    lines, _count = pages_of_area(
        session, who.patch_ids, show=Show.WAITING, words="", offset=0, size=5, clock=clock
    )
    return [line.id for line in lines]


def _sent_away(session: Session, clock: FixedClock) -> tuple[Listing, Person, Person, Patch]:
    listing, ours, theirs, there = _public(session)
    listing = _place(session, listing, "TA6 5BT", TRAFFORD, clock)
    keeper = keeper_of(session, listing)
    services.answer(session, listing, Served(3000), by=keeper, clock=clock)
    services.send_listing(session, listing, by=keeper, clock=clock)
    return whole(session, listing.id), ours, theirs, there


def test_the_catalyst_of_where_it_goes_decides_and_then_it_is_theirs(
    session: Session, clock: FixedClock
) -> None:
    listing, ours, theirs, there = _sent_away(session, clock)
    with pytest.raises(MovesAway):
        services.approve_listing(session, listing, by=ours, clock=clock)
    for refuse in (services.ask_changes, services.decline_listing):
        with pytest.raises(MovesAway):
            refuse(session, listing, words="No", by=ours, clock=clock)
    see_checks(session, listing, theirs, clock=clock)
    shown = services.approve_listing(session, listing, by=theirs, clock=clock)
    assert shown.patch.id == there.id
    listing = whole(session, listing.id)
    assert (listing.patch_id, listing.council_code) == (there.id, TRAFFORD)
    assert (listing.is_moving, listing.next_patch_id) == (False, None)
    assert (may_review(ours, listing), may_review(theirs, listing)) == (False, True)
    assert listing_for_review(session, listing.id, clock=clock) is not None


def test_a_move_that_is_declined_or_taken_back_leaves_it_where_it_was(
    session: Session, clock: FixedClock
) -> None:
    listing, ours, theirs, _there = _sent_away(session, clock)
    services.decline_listing(session, listing, words="Not here.", by=theirs, clock=clock)
    assert (may_review(ours, listing), may_review(theirs, listing)) == (True, False)
    # Back at the old place, it is the old desk's to answer.
    listing = _place(session, listing, "TA1 4AB", SOMERSET, clock)
    services.send_listing(session, listing, by=keeper_of(session, listing), clock=clock)
    assert listings_waiting(session, ours.patch_ids) == [listing]


def test_a_move_to_where_nobody_checks_pages_cannot_be_sent(
    session: Session, clock: FixedClock
) -> None:
    listing, ours, _theirs, _there = _public(session)
    listing = _place(session, listing, "TA6 5BT", NEXT_DOOR, clock)
    keeper = keeper_of(session, listing)
    services.answer(session, listing, Served(3000), by=keeper, clock=clock)
    with pytest.raises(NoCatalystThere):
        services.send_listing(session, listing, by=keeper, clock=clock)
    assert may_review(ours, listing)


def test_a_closed_page_begins_again_on_the_desk_of_its_answers(
    session: Session, clock: FixedClock
) -> None:
    listing, _ours, theirs, there = _sent_away(session, clock)
    keeper = keeper_of(session, listing)
    services.close_listing(session, listing, by=keeper, clock=clock)
    assert not may_review(theirs, listing)
    session.flush()
    services.reopen_listing(session, listing, by=keeper, clock=clock)
    session.flush()
    services.send_listing(session, listing, by=keeper, clock=clock)
    assert (listing.patch_id, listing.is_moving) == (there.id, False)
    assert listings_waiting(session, theirs.patch_ids) == [listing]


def test_what_the_next_desk_sees_waits_with_the_move(session: Session, clock: FixedClock) -> None:
    listing, ours, theirs, _there = _public(session)
    listing = _place(session, listing, "TA6 5BT", TRAFFORD, clock)
    services.send_listing(session, listing, by=keeper_of(session, listing), clock=clock)
    before = _public_bytes(session)
    clock.move(timedelta(days=1))
    ends = clock.today().replace(year=2029)
    seen = CheckSeen(CheckKind.INSURANCE, clock.today(), None, "5000000", ends)
    services.record_check(session, listing, seen, by=theirs, clock=clock)
    assert _public_bytes(session) == before
    # Nor does another paper bring it along, seen where the page stands.
    trained = CheckSeen(CheckKind.TRAINING, clock.today(), how="A course")
    services.record_check(session, listing, trained, by=ours, clock=clock)
    [shown] = public_listings(session)
    found = {check.kind: check for check in shown.checks}
    assert (found[CheckKind.TRAINING].seen_by, found[CheckKind.INSURANCE].ends_on != ends) == (
        "Ros",
        True,
    )
    services.approve_listing(session, listing, by=theirs, clock=clock)
    [shown] = public_listings(session)
    assert {check.kind: check.ends_on for check in shown.checks}[CheckKind.INSURANCE] == ends


def test_the_law_of_there_counts_once_the_edit_was_sent(
    session: Session, clock: FixedClock
) -> None:
    listing, ours, _theirs, _there = _public(session)
    add_councils(session, make_patch(session), council_codes=[MONMOUTH])
    session.flush()
    listing = _place(session, listing, "TA1 4XZ", MONMOUTH, clock)

    def needed() -> set[CheckKind]:
        return {check.kind for check in checks_needed(listing, answers_of(listing))}

    assert CheckKind.INSURANCE in needed(), "a draft takes no check from what is public"
    services.send_listing(session, listing, by=keeper_of(session, listing), clock=clock)
    assert needed() == set()
    words = "Say more."
    services.ask_changes(session, listing, words=words, by=ours, clock=clock)
    assert needed() == set()
