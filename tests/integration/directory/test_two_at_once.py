"""Two people who act on what they both saw: the first counts, the second is told."""

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from microcare.directory import services
from microcare.directory.models import ListingVersion
from microcare.directory.queries import listing_by_id
from microcare.directory.values import CannotDoThatNow
from microcare.extensions import db
from microcare.people.queries import person_by_id
from tests.factories.directory import CLOCK, make_catalyst, make_patch, make_sent, see_checks


def test_two_catalysts_say_yes_and_one_version_is_made(committed_app: Flask) -> None:
    with Session(db.engine) as making:
        catalyst = make_catalyst(making, make_patch(making))
        listing = make_sent(making)
        see_checks(making, listing, catalyst)
        making.commit()
        ids = listing.id, catalyst.id
    with Session(db.engine, expire_on_commit=False) as late:
        stale, again = listing_by_id(late, ids[0]), person_by_id(late, ids[1])
        late.commit()
        # What it read stays in its hands, while the transaction is over.
        with Session(db.engine) as early:
            seen, first = listing_by_id(early, ids[0]), person_by_id(early, ids[1])
            assert seen is not None
            assert first is not None
            services.approve_listing(early, seen, by=first, clock=CLOCK)
            early.commit()
        assert stale is not None
        assert again is not None
        with pytest.raises(CannotDoThatNow):
            services.approve_listing(late, stale, by=again, clock=CLOCK)
        late.rollback()
        assert late.scalar(select(func.count()).select_from(ListingVersion)) == 1
