"""Two catalysts answer one page at once: the first counts, the second is told and changes nothing.

Threads with a connection each, as two requests have, on a database that really commits.
"""

from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from microcare.catalyst.models import Handover
from microcare.catalyst.services import decide, offer_listing, take_up_listing
from microcare.catalyst.values import Decision, HandoverIsOver
from microcare.directory.models import Listing, ListingEvent, ListingKeeper, ListingVersion
from microcare.directory.queries import listing_by_id
from microcare.directory.values import CannotDoThatNow
from microcare.extensions import db
from microcare.people.models import Person
from tests.factories.catalyst import make_idea
from tests.factories.directory import CLOCK, make_catalyst, make_patch, make_sent, see_checks
from tests.factories.people import make_person
from tests.together import Deed, together


def _answer(listing_id: UUID, by_id: UUID, decision: Decision) -> Deed:
    def deed(session: Session) -> None:
        listing = listing_by_id(session, listing_id)
        assert listing is not None
        decide(
            session,
            listing,
            decision,
            words="Well made.",
            read=CLOCK.now(),
            by=session.get_one(Person, by_id),
            clock=CLOCK,
        )

    return deed


@pytest.mark.parametrize(
    ("one", "other"),
    [(Decision.YES, Decision.YES), (Decision.YES, Decision.NO), (Decision.CHANGES, Decision.NO)],
)
def test_one_answer_counts(committed_app: Flask, one: Decision, other: Decision) -> None:
    with Session(db.engine) as making:
        patch = make_patch(making)
        dawn, ros = make_catalyst(making, patch), make_catalyst(making, patch, "Ros Tull")
        listing = make_sent(making)
        see_checks(making, listing, dawn)
        making.commit()
        ids = listing.id, dawn.id, ros.id
    ended = together(db.engine, _answer(ids[0], ids[1], one), _answer(ids[0], ids[2], other))
    assert sorted(ended) == [CannotDoThatNow.__name__, "done"]
    won = (one, other)[ended.index("done")]
    with Session(db.engine) as after:
        state = after.get_one(Listing, ids[0]).state
        assert state == {"yes": "public", "changes": "changes_asked", "no": "declined"}[won]
        said = select(func.count()).where(ListingEvent.words == "Well made.")
        assert after.scalar(said) == 1
        versions = after.scalar(select(func.count()).select_from(ListingVersion))
        assert versions == (won == Decision.YES)


def _take(handover_id: UUID, by_id: UUID) -> Deed:
    def deed(session: Session) -> None:
        handover = session.get_one(Handover, handover_id)
        take_up_listing(session, handover, by=session.get_one(Person, by_id), clock=CLOCK)

    return deed


def test_one_person_takes_a_page_up(committed_app: Flask) -> None:
    with Session(db.engine) as making:
        patch = make_patch(making)
        dawn = make_catalyst(making, patch)
        idea = make_idea(making, patch, dawn)
        offer_listing(making, idea, email="joan@example.org", by=dawn, clock=CLOCK)
        both = [make_person(making, name=name).id for name in ("Joan Hill", "Joe Hill")]
        making.commit()
        link = making.scalars(select(Handover.id)).one()
    ended = together(db.engine, *(_take(link, person) for person in both))
    assert sorted(ended) == [HandoverIsOver.__name__, "done"]
    with Session(db.engine) as after:
        keepers = after.scalars(select(ListingKeeper.person_id)).all()
        assert keepers == [both[ended.index("done")]]
