"""A report is settled once; whoever left an address is told, and their address then goes."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from microcare.directory.models import ListingReport
from microcare.directory.notices import NOTICES
from microcare.directory.services import forget_reporters, settle_report
from microcare.directory.services.report import REPORTERS_KEPT_FOR
from microcare.directory.values import AlreadySettled
from microcare.kernel.clock import FixedClock
from microcare.kernel.words import Words
from microcare.mail.values import Letter
from microcare.people.models import Person
from tests.factories.catalyst import make_report
from tests.factories.directory import make_catalyst, make_patch, make_public_listing
from tests.factories.outbox import rows

WORDS = "You were right.\r\n\r\nThe number is 100% right now."


@pytest.fixture
def dawn(session: Session) -> Person:
    """A catalyst of Moor and Vale."""
    return make_catalyst(session, make_patch(session))


@pytest.fixture
def report(session: Session, dawn: Person) -> ListingReport:
    """Somebody with an address says that a page is wrong."""
    return make_report(session, make_public_listing(session, catalyst=dawn).id)


def _letters(session: Session) -> list[Letter | None]:
    session.flush()
    owed = [row for row in rows(session) if row.kind == "directory.settled"]
    return [NOTICES[row.kind](session, row.payload, "https://x.example") for row in owed]


def test_they_are_told_in_the_catalyst_s_words(
    session: Session, clock: FixedClock, dawn: Person, report: ListingReport
) -> None:
    settle_report(session, report, words=WORDS, by=dawn, clock=clock)
    [letter] = _letters(session)
    assert letter is not None
    assert letter.to == "ann@example.org"
    wrote, *said = letter.lines[1:]
    assert isinstance(wrote, Words)
    assert wrote.values == {"name": dawn.name}
    assert said == ["You were right.", "The number is 100% right now."]


def test_without_words_they_are_told_that_somebody_looked(
    session: Session, clock: FixedClock, dawn: Person, report: ListingReport
) -> None:
    settle_report(session, report, words="  ", by=dawn, clock=clock)
    [letter] = _letters(session)
    assert letter is not None
    assert len(letter.lines) == 1


def test_who_left_no_address_gets_no_letter(
    session: Session, clock: FixedClock, dawn: Person, report: ListingReport
) -> None:
    report.email = None
    session.flush()
    settle_report(session, report, words=WORDS, by=dawn, clock=clock)
    assert _letters(session) == []
    assert report.answer is None


def test_it_is_settled_once(
    session: Session, clock: FixedClock, dawn: Person, report: ListingReport
) -> None:
    settle_report(session, report, words="First.", by=dawn, clock=clock)
    session.flush()
    other = make_catalyst(session, make_patch(session), "Ros Tull")
    with pytest.raises(AlreadySettled):
        settle_report(session, report, words="Second.", by=other, clock=clock)
    assert (report.settled_by_id, report.answer) == (dawn.id, "First.")
    assert len(_letters(session)) == 1


def test_their_address_goes_a_week_later_and_not_before(
    session: Session, clock: FixedClock, dawn: Person, report: ListingReport
) -> None:
    waiting = make_report(session, report.listing_id)
    settle_report(session, report, by=dawn, clock=clock)
    session.flush()
    clock.move(REPORTERS_KEPT_FOR - timedelta(seconds=1))
    assert forget_reporters(session, clock=clock) == 0
    clock.move(timedelta(seconds=1))
    assert forget_reporters(session, clock=clock) == 1
    session.expire_all()
    assert (report.email, waiting.email) == (None, "ann@example.org")
    # A letter that comes so late has nobody to go to.
    assert _letters(session) == [None]
