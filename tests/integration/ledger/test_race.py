"""Twenty processes race for one person's money, and it is never overspent (pooling P6)."""

import subprocess
import sys
import time
import uuid
from pathlib import Path

from sqlalchemy import create_engine, text

from microcare import create_app
from microcare.extensions import db
from microcare.kernel.clock import SystemClock
from microcare.ledger.queries import balances_differing, balances_of
from tests.databases import test_config
from tests.factories.ledger import make_purse

ROOT = Path(__file__).resolve().parents[3]
RACERS = 20


def run(how: str, url: str, folder: Path, purse: uuid.UUID) -> list[int]:
    """Starts the racers, opens the gate when all are at it, answers their exit codes."""
    command = [sys.executable, "-m", "tests.integration.ledger.racing", how, url, str(folder)]
    racers = [
        subprocess.Popen([*command, str(purse), f"ready-{n}"], cwd=ROOT) for n in range(RACERS)
    ]
    while len(list(folder.glob("ready-*"))) < RACERS:
        assert all(r.poll() is None for r in racers), "a racer fell before the start"
        time.sleep(0.02)
    (folder / "open").touch()
    return [racer.wait() for racer in racers]


def test_exactly_one_of_twenty_holds_succeeds(committed_database: str, tmp_path: Path) -> None:
    app = create_app(test_config(tmp_path, committed_database))
    with app.app_context():
        purse = make_purse(db.session(), SystemClock(), pence=10_000)
        db.session.commit()
        codes = run("race", committed_database, tmp_path, purse)
        assert sorted(codes) == [0] + [3] * (RACERS - 1)
        found = balances_of(db.session(), [purse])[purse]
        assert (found.held, found.available) == (6_000, 4_000)
        assert balances_differing(db.session()) == []
        db.session.remove()
        db.engine.dispose()


def test_the_naive_way_overspends(committed_database: str, tmp_path: Path) -> None:
    engine = create_engine(committed_database)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE naive (pence bigint)"))
    run("naive", committed_database, tmp_path, uuid.uuid4())
    with engine.connect() as connection:
        taken = connection.execute(text("SELECT sum(pence) FROM naive")).scalar()
    engine.dispose()
    assert int(taken or 0) > 10_000, "the race is not hard enough to prove anything"
