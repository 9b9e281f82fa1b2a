"""What was looked for and not found: counted where it was, and shown only from five upwards."""

from datetime import UTC, datetime

from sqlalchemy.orm import Session

from microcare.catalyst.queries import lacks
from microcare.catalyst.values import Lack
from microcare.kernel.clock import Clock, FixedClock
from microcare.places.models import Patch
from microcare.search.services import note_search
from tests.factories.directory import TRAFFORD, make_patch, make_public_listing

MINEHEAD, SALE = "TA24", "M33"


def _search(
    session: Session, clock: Clock, slug: str, times: int, *, outcode: str = MINEHEAD, vain: int
) -> None:
    for number in range(times):
        note_search(
            session, help_slugs=[slug], outcode=outcode, is_unmet=number < vain, clock=clock
        )
    session.flush()


def _told(session: Session, clock: Clock, *patches: Patch) -> list[Lack]:
    return lacks(session, patches, limit=5, clock=clock)[0]


def test_only_searches_in_vain_count_and_only_from_five(
    session: Session, clock: FixedClock
) -> None:
    patch = make_patch(session)
    _search(session, clock, "swimming", 9, vain=5)
    _search(session, clock, "music", 9, vain=4)
    _search(session, clock, "cooking-together", 10, vain=10)
    told = _told(session, clock, patch)
    assert [(one.help_slug, one.times, one.per_cent_of_most) for one in told] == [
        ("cooking-together", 10, 100),
        ("swimming", 5, 50),
    ]
    assert {(one.outcode, one.place) for one in told} == {(MINEHEAD, "Minehead")}


def test_four_in_two_places_are_not_added_up(session: Session, clock: FixedClock) -> None:
    patch = make_patch(session)
    for outcode in (MINEHEAD, "TA21"):
        _search(session, clock, "swimming", 4, outcode=outcode, vain=4)
    assert _told(session, clock, patch) == []


def test_another_area_s_searches_are_its_own(session: Session, clock: FixedClock) -> None:
    home, trafford = make_patch(session), make_patch(session, "Trafford", TRAFFORD)
    _search(session, clock, "swimming", 6, vain=6)
    _search(session, clock, "music", 7, outcode=SALE, vain=7)
    assert [one.help_slug for one in _told(session, clock, home)] == ["swimming"]
    assert [one.help_slug for one in _told(session, clock, trafford)] == ["music"]
    assert [one.help_slug for one in _told(session, clock, home, trafford)] == ["music", "swimming"]
    assert _told(session, clock) == []


def test_it_says_where_the_nearest_is_by_now(session: Session, clock: FixedClock) -> None:
    patch = make_patch(session)
    _search(session, clock, "cooking-together", 5, vain=5)
    assert _told(session, clock, patch)[0].nearest_m is None
    make_public_listing(session, point=(51.2046, -3.4811))
    nearest_m = _told(session, clock, patch)[0].nearest_m
    assert nearest_m is not None
    assert nearest_m < 16_000


def test_old_months_fall_out(session: Session) -> None:
    patch = make_patch(session)
    august = FixedClock(datetime(2026, 8, 31, 12, 0, tzinfo=UTC))
    september = FixedClock(datetime(2026, 9, 1, 12, 0, tzinfo=UTC))
    now = FixedClock(datetime(2026, 11, 23, 12, 0, tzinfo=UTC))
    _search(session, august, "swimming", 9, vain=9)
    _search(session, september, "music", 3, vain=3)
    _search(session, now, "music", 3, vain=3)
    assert [(one.help_slug, one.times) for one in _told(session, now, patch)] == [("music", 6)]


def test_the_list_says_how_long_it_is(session: Session, clock: FixedClock) -> None:
    patch = make_patch(session)
    for slug in ("swimming", "music", "cooking-together"):
        _search(session, clock, slug, 5, vain=5)
    shown, count = lacks(session, [patch], limit=2, clock=clock)
    assert (len(shown), count) == (2, 3)
