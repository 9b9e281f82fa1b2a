"""What each racing process runs: waits for the others, then tries to promise £60 of one purse."""

import sys
import time
import uuid
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import create_engine, text

from microcare import create_app
from microcare.extensions import db
from microcare.kernel.clock import SystemClock
from microcare.kernel.errors import DomainError
from microcare.ledger.services import place_holds
from microcare.ledger.values import Act, Wish
from microcare.web.transaction import writing
from tests.databases import test_config


def wait_for(gate: Path, name: str) -> None:
    """Says it is ready, then waits until the gate opens."""
    (gate / name).touch()
    while not (gate / "open").exists():
        time.sleep(0.005)


def race(url: str, folder: Path, purse: uuid.UUID, name: str) -> None:
    """Promises through the service; exit 0 when it held, 3 when it was refused."""
    app = create_app(test_config(folder, url))
    clock = SystemClock()
    wish = Wish(
        purse=purse,
        book=uuid.UUID(int=1),
        ref=uuid.uuid4(),
        for_on=date(2026, 12, 1),
        pence=6_000,
        expires_at=clock.now() + timedelta(days=90),
    )
    with app.app_context():
        db.session.execute(text("SELECT 1"))
        db.session.rollback()
        wait_for(folder, name)
        try:
            with writing() as session:
                act = Act(actor=uuid.uuid4(), key="race")
                place_holds(session, wishes=[wish], act=act, clock=clock)
        except DomainError:
            sys.exit(3)


def naive(url: str, folder: Path, purse: uuid.UUID, name: str) -> None:
    """What many programs do: read what is left, then write. Uses a table of its own."""
    engine = create_engine(url, connect_args={"timeout": 60} if "sqlite" in url else {})
    with engine.connect() as connection:
        connection.execute(text("SELECT 1"))
        connection.rollback()
        taken = connection.execute(text("SELECT coalesce(sum(pence), 0) FROM naive")).scalar()
        # The driver's own transaction, as it comes: reading takes no lock that matters.
        connection.rollback()
        wait_for(folder, name)
        if 10_000 - int(taken or 0) < 6_000:
            sys.exit(3)
        connection.execute(text("INSERT INTO naive VALUES (6000)"))
        connection.commit()


if __name__ == "__main__":
    how, url, folder, purse, name = sys.argv[1:]
    {"race": race, "naive": naive}[how](url, Path(folder), uuid.UUID(purse), name)
