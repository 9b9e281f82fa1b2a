"""The demonstration: made through the services, once, on a loopback address only."""

import stat
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from microcare.directory.models import Listing
from microcare.directory.queries import listings_waiting
from microcare.extensions import db
from microcare.files.store import Store
from microcare.kernel.clock import FixedClock, SystemClock
from microcare.outbox.models import OutboxMessage
from microcare.people.models import Person
from microcare.people.queries import person_by_email
from microcare.people.services import person_with_password, register
from microcare.site.seeding import sign_ins
from microcare.site.seeding.demo import make_demonstration
from microcare.site.seeding.groups import COOKS, SUPPERS, SWIMMERS, WALKERS
from microcare.site.seeding.listings import DemonstrationGazetteer
from microcare.site.seeding.sketches import Sketch
from microcare.web.transaction import writing

PASSWORD = "apple-barn-bell-bread-0000"  # pragma: allowlist secret


def _some(rows: list[Sketch]) -> list[Sketch]:
    """The first few, and one of each stage: the whole takes half a minute."""
    asked = {COOKS, SUPPERS, WALKERS, SWIMMERS}
    return [row for row in rows if row.name in asked or row.stage != "public"]


@pytest.fixture
def made(session: Session, clock: FixedClock, tmp_path: Path) -> Iterator[Session]:
    """A part of the demonstration."""
    make_demonstration(
        session,
        password=PASSWORD,
        gazetteer=DemonstrationGazetteer(None),
        store=Store(tmp_path),
        clock=clock,
        progress=_some,
    )
    session.flush()
    return session


def test_a_place_to_try_it_on(made: Session, clock: FixedClock) -> None:
    states = Counter(made.scalars(select(Listing.state)))
    assert {"idea", "draft", "sent", "changes_asked", "public", "paused", "closed"} == set(states)
    dawn = person_by_email(made, sign_ins.CATALYST.email)
    assert dawn is not None
    waiting = listings_waiting(made, dawn.patch_ids)
    assert len(waiting) == 6
    assert waiting[0].sent_at == min(listing.sent_at for listing in waiting)
    assert not list(made.scalars(select(OutboxMessage))), "nobody is to get a letter"
    _check_sign_ins(made, clock)


def _check_sign_ins(session: Session, clock: FixedClock) -> None:
    people = {
        role.email: person_with_password(session, email=role.email, password=PASSWORD, clock=clock)
        for role in sign_ins.EVERYBODY
    }
    assert [p.name for p in people.values()] == [role.name for role in sign_ins.EVERYBODY]
    assert all(person.is_demonstration for person in people.values())
    assert [e for e, p in people.items() if p.is_catalyst] == ["catalyst@example.org"]
    assert [e for e, p in people.items() if p.is_admin] == ["admin@example.org"]
    assert [e for e, p in people.items() if p.is_provider] == ["provider@example.org"]


@pytest.fixture
def command(committed_app: Flask, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """An application of its own, whose demonstration has a few listings only."""
    monkeypatch.setattr("microcare.site.commands._progress", _some)
    return committed_app


def _run(app: Flask, *args: str) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=["seed", "demo", *args])
    return result.exit_code, result.output


def test_the_command_prints_each_sign_in_and_prints_it_again(command: Flask) -> None:
    code, first = _run(command)
    assert code == 0
    *shown, closing = first.splitlines()
    assert len(shown) == len(sign_ins.EVERYBODY)
    assert closing.endswith("listings and 8 sign-ins.")
    email, password = shown[0].split(" ")[1:]
    with command.app_context():
        person_with_password(db.session(), email=email, password=password, clock=SystemClock())
    assert _run(command, "--if-empty") == (0, "\n".join(shown) + "\n")
    kept = Path(command.instance_path) / sign_ins.FILE
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600


def test_it_is_made_in_an_empty_database_only(command: Flask) -> None:
    with writing() as session:
        register(session, email="real@example.net", name="Real", clock=SystemClock())
    code, output = _run(command)
    assert code == 1
    assert "data in it already" in output
    assert _run(command, "--if-empty") == (0, "")
    assert db.session.scalars(select(Person.email)).all() == ["real@example.net"]


def test_it_is_made_on_this_machine_only(command: Flask) -> None:
    command.config["IS_LOOPBACK"] = False
    assert _run(command)[0] == 1
    assert _run(command, "--if-empty") == (0, "")
    assert not db.session.scalars(select(Person.email)).all()


def test_a_password_is_new_each_time() -> None:
    assert len({sign_ins.new_password() for _ in range(20)}) == 20
