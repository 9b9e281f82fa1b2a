"""Which checks are met, whose desk it is, and whether a link still works: no database needed."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

import pytest

from microcare.catalyst.models import Handover
from microcare.catalyst.policies import (
    ReportOn,
    check_rows,
    is_open_handover,
    may_set_contact,
    may_settle_report,
    may_settle_wish,
)
from microcare.directory.models import Listing, ListingReport
from microcare.directory.values import CheckKind, CheckSeen, RequiredCheck
from microcare.kernel.words import Words
from microcare.places.models import Patch
from microcare.search.models import SearchRequest

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
WHY = Words("Because of the work.")
PATCH, OTHER = uuid4(), uuid4()


def _person(*patch_ids: UUID, is_admin: bool = False) -> Any:
    return SimpleNamespace(id=uuid4(), patch_ids=frozenset(patch_ids), is_admin=is_admin)


def _seen(kind: CheckKind, **facts: Any) -> CheckSeen:
    return CheckSeen(kind, **({"seen_on": TODAY} | facts))


DBS = RequiredCheck(CheckKind.DBS, WHY, "Priya", "basic")
INSURANCE = RequiredCheck(CheckKind.INSURANCE, WHY, level="5000000")


@pytest.mark.parametrize(
    ("needed", "seen", "is_met"),
    [
        (DBS, [], False),
        (DBS, [_seen(CheckKind.DBS, about="Priya", level="basic")], True),
        (DBS, [_seen(CheckKind.DBS, about="Priya", level="enhanced")], True),
        (DBS, [_seen(CheckKind.DBS, about="Joe", level="basic")], False),
        (DBS, [_seen(CheckKind.IDENTITY, about="Priya")], False),
        (DBS, [_seen(CheckKind.DBS, about="Priya", level="basic", ends_on=TODAY)], True),
        (INSURANCE, [_seen(CheckKind.INSURANCE, level="5000000")], True),
        (INSURANCE, [_seen(CheckKind.INSURANCE, level="10000000")], True),
        (INSURANCE, [_seen(CheckKind.INSURANCE, level="999999")], False),
        (INSURANCE, [_seen(CheckKind.INSURANCE)], False),
    ],
)
def test_a_check_is_met_by_what_was_seen_of_it(
    needed: RequiredCheck, seen: list[CheckSeen], is_met: bool
) -> None:
    [row] = check_rows([needed], seen, today=TODAY)
    assert row.is_met == is_met


def test_what_has_run_out_is_shown_and_is_not_enough() -> None:
    old = _seen(CheckKind.INSURANCE, level="5000000", ends_on=TODAY - timedelta(days=1))
    [row] = check_rows([INSURANCE], [old], today=TODAY)
    assert (row.seen, row.is_met) == (old, False)


def test_the_newest_sighting_is_the_one_that_counts() -> None:
    enough = _seen(CheckKind.INSURANCE, level="5000000")
    less = _seen(CheckKind.INSURANCE, level="1000000")
    [row] = check_rows([INSURANCE], [enough, less], today=TODAY)
    assert (row.seen, row.is_met) == (less, False)


def test_rows_keep_the_order_of_what_is_needed() -> None:
    rows = check_rows([INSURANCE, DBS], [], today=TODAY)
    assert [row.needed for row in rows] == [INSURANCE, DBS]


def test_reports_and_wishes_belong_to_the_patch() -> None:
    listing = Listing(patch_id=PATCH)
    report = ReportOn(ListingReport(), listing)
    wish = SearchRequest(patch_id=PATCH)
    for may, thing in ((may_settle_report, report), (may_settle_wish, wish)):
        assert may(_person(PATCH), thing)
        assert not may(_person(OTHER, is_admin=True), thing)
        assert not may(None, thing)
    assert not may_settle_report(_person(PATCH), ReportOn(ListingReport(), Listing(patch_id=None)))


def test_whom_to_ring_is_set_by_the_patch_or_an_admin() -> None:
    patch = Patch(id=PATCH)
    assert may_set_contact(_person(PATCH), patch)
    assert may_set_contact(_person(is_admin=True), patch)
    assert not may_set_contact(_person(OTHER), patch)
    assert not may_set_contact(None, patch)


@pytest.mark.parametrize(
    ("expires_at", "taken_at", "is_open"),
    [
        (NOW + timedelta(seconds=1), None, True),
        (NOW, None, False),
        (NOW - timedelta(days=1), None, False),
        (NOW + timedelta(days=1), NOW, False),
    ],
)
def test_a_link_works_once_and_until_its_end(
    expires_at: datetime, taken_at: datetime | None, is_open: bool
) -> None:
    link = Handover(expires_at=expires_at, taken_at=taken_at)
    assert is_open_handover(link, NOW) == is_open
