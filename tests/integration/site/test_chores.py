"""The chores of every feature are done by one command, and by the server itself."""

from datetime import timedelta
from threading import Event

import pytest
from flask import Flask
from sqlalchemy import select

from microcare.extensions import db
from microcare.kernel.clock import FixedClock
from microcare.places.models import Patch
from microcare.search.models import SearchRequest
from microcare.web.chores import do_chores_in_background
from tests.factories.places import make_patch

pytestmark = pytest.mark.parametrize("engine_name", ["sqlite"])


def a_wish(patch: Patch, clock: FixedClock, *, days_ago: int) -> SearchRequest:
    return SearchRequest(
        patch_id=patch.id,
        words=f"chess, {days_ago} days ago",
        help_slugs=[],
        place="TA1",
        outcode="TA1",
        asked_on=clock.today() - timedelta(days=days_ago),
    )


@pytest.fixture
def site(committed_app: Flask, clock: FixedClock) -> Flask:
    committed_app.extensions["microcare.clock"] = clock
    patch = make_patch(db.session())
    db.session.add_all(a_wish(patch, clock, days_ago=days) for days in (365, 366))
    db.session.commit()
    return committed_app


def wishes() -> list[str]:
    return list(db.session.scalars(select(SearchRequest.words)))


def test_one_command_does_all_of_them(site: Flask) -> None:
    result = site.test_cli_runner().invoke(args=["chores", "run"])
    assert result.exit_code == 0, result.output
    assert [line.partition(":")[0] for line in result.output.splitlines()] == [
        "ledger",
        "files",
        "people",
        "directory",
        "search",
        "groups",
        "commissioning",
        "spending",
        "catalyst",
        "9 chores done, 0 failed",
    ]
    assert wishes() == ["chess, 365 days ago"]


def test_one_that_fails_keeps_no_other_from_its_work(site: Flask) -> None:
    def fail() -> str:
        raise RuntimeError

    site.extensions["microcare.chores"] = {"broken": fail} | site.extensions["microcare.chores"]
    result = site.test_cli_runner().invoke(args=["chores", "run"])
    assert result.exit_code == 1
    assert "broken: failed; see the log\n" in result.output
    assert result.output.endswith("9 chores done, 1 failed\n")
    assert wishes() == ["chess, 365 days ago"]


def test_the_server_does_them_until_told_to_stop(site: Flask) -> None:
    stop = Event()
    rounds: list[int] = []

    def count() -> str:
        rounds.append(1)
        if len(rounds) == 2:
            stop.set()
        return ""

    site.extensions["microcare.chores"] |= {"count": count}
    do_chores_in_background(site, stop, every_s=0)
    assert len(rounds) == 2
    assert wishes() == ["chess, 365 days ago"]
