"""A plain connection to a ledger with one promise of £60 from £100."""

from collections.abc import Iterator

import pytest
from flask import Flask

from microcare.extensions import db
from microcare.kernel.clock import FixedClock
from tests.factories.ledger import hold, make_purse, make_wish
from tests.integration.ledger.plain import Plain


@pytest.fixture
def plain(committed_database: str, committed_app: Flask, clock: FixedClock) -> Iterator[Plain]:
    """£100 set aside in one pot; £60 of it held in one book, by one hold; £40 available."""
    session = db.session()
    hold(session, clock, make_wish(make_purse(session, clock), clock=clock))
    session.commit()
    db.session.remove()
    db.engine.dispose()
    attacker = Plain(committed_database)
    yield attacker
    attacker.connection.close()
