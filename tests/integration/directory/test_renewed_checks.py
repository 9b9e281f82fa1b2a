"""A paper that is seen again reaches the public page at once, and nothing else does with it."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from microcare.directory import services
from microcare.directory.queries import public_listing, versions_of
from microcare.directory.values import CheckKind, CheckSeen, Met, People, PublicCheck, Summary
from microcare.kernel.clock import FixedClock
from tests.factories.directory import (
    keeper_of,
    make_catalyst,
    make_patch,
    make_public_listing,
    whole,
)

ENDS = date(2028, 3, 14)


def _insurance(clock: FixedClock) -> CheckSeen:
    return CheckSeen(CheckKind.INSURANCE, clock.today(), None, "5000000", ENDS)


def _shown(session: Session, slug: str) -> dict[Any, PublicCheck]:
    listing = public_listing(session, slug)
    assert listing is not None
    found = {(check.kind, check.about): check for check in listing.checks}
    assert len(found) == len(listing.checks)
    return found


@pytest.mark.parametrize("is_paused", [False, True])
def test_insurance_that_is_renewed_is_on_the_page_at_once(
    session: Session, clock: FixedClock, is_paused: bool
) -> None:
    public = make_public_listing(session)
    catalyst = make_catalyst(session, make_patch(session), "Ros Tull")
    listing = whole(session, public.id)
    if is_paused:
        services.pause_listing(session, listing, by=keeper_of(session, listing), clock=clock)
    before = len(versions_of(session, public.id))
    clock.move(timedelta(days=90))
    services.record_check(session, listing, _insurance(clock), by=catalyst, clock=clock)
    seen = _shown(session, public.slug)[CheckKind.INSURANCE, None]
    assert (seen.ends_on, seen.seen_on, seen.seen_by) == (ENDS, clock.today(), "Ros Tull")
    newest = versions_of(session, public.id)[0]
    assert (newest.cause, newest.number) == ("check", before + 1)
    after = public_listing(session, public.slug)
    assert after is not None
    assert (after.is_paused, after.name, after.approved_on) == (
        is_paused, public.name, public.approved_on,
    )  # fmt: skip


def test_what_is_seen_for_an_edit_alone_waits_with_it(session: Session, clock: FixedClock) -> None:
    public = make_public_listing(session)
    catalyst = make_catalyst(session, make_patch(session), "Ros Tull")
    listing = whole(session, public.id)
    keeper = keeper_of(session, listing)
    for value in (Summary("Hot curries."), People((Met("Priya Nair"), Met("Sam Oke")), "")):
        services.answer(session, listing, value, by=keeper, clock=clock)
    new = CheckSeen(CheckKind.IDENTITY, clock.today(), "Sam Oke")
    services.record_check(session, listing, new, by=catalyst, clock=clock)
    assert public_listing(session, public.slug) == public
    services.record_check(session, listing, _insurance(clock), by=catalyst, clock=clock)
    shown = public_listing(session, public.slug)
    assert shown is not None
    assert shown.summary == public.summary
    assert "Sam Oke" not in repr(shown)


def test_less_than_the_page_shows_does_not_take_its_place(
    session: Session, clock: FixedClock
) -> None:
    public = make_public_listing(session)
    catalyst = make_catalyst(session, make_patch(session), "Ros Tull")
    less = replace(_insurance(clock), level="2000000")
    listing = whole(session, public.id)
    services.record_check(session, listing, less, by=catalyst, clock=clock)
    assert public_listing(session, public.slug) == public
    # Nor does it later, with another paper.
    named = next(one.about for one in public.checks if one.kind == CheckKind.IDENTITY)
    again = CheckSeen(CheckKind.IDENTITY, clock.today() + timedelta(days=1), named)
    services.record_check(session, listing, again, by=catalyst, clock=clock)
    shown = _shown(session, public.slug)
    assert shown[CheckKind.IDENTITY, named].seen_by == "Ros Tull"
    assert shown[CheckKind.INSURANCE, None].level == "5000000"


def test_somebody_who_has_left_is_no_longer_on_the_page(
    session: Session, clock: FixedClock
) -> None:
    public = make_public_listing(session)
    catalyst = make_catalyst(session, make_patch(session), "Ros Tull")
    listing = whole(session, public.id)
    keeper = keeper_of(session, listing)
    value = People((Met("Sam Oke"),), "")
    services.answer(session, listing, value, by=keeper, clock=clock)
    services.send_listing(session, listing, by=keeper, clock=clock)
    for kind, level in ((CheckKind.IDENTITY, None), (CheckKind.DBS, "basic")):
        seen = CheckSeen(kind, clock.today(), "Sam Oke", level)
        services.record_check(session, listing, seen, by=catalyst, clock=clock)
    services.approve_listing(session, listing, by=catalyst, clock=clock)
    assert {about for _kind, about in _shown(session, public.slug)} == {None, "Sam Oke"}
