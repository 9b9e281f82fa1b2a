"""Where another transaction went first a press is tried again, a few times, and then told (P12)."""

import io
from collections.abc import Iterator

import pytest
from flask import Flask, flash, get_flashed_messages
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from microcare.extensions import db, may_write
from microcare.web.transaction import TRIES, lost_its_turn, writes
from tests.client import Client


class Press:
    """A press that loses its turn so many times, by the word of the database itself."""

    def __init__(self, losses: int, state: str = "40P01"):
        self.losses, self.state, self.done = losses, state, 0

    def __call__(self) -> str:
        self.done += 1
        flash("Saved")
        if self.done <= self.losses:
            self.lose()
        return "done"

    def lose(self) -> None:
        """As PostgreSQL ends one of two that wait for each other; as SQLite refuses its lock."""
        connection = db.session.connection()
        if connection.dialect.name == "postgresql":
            raised = f"DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '{self.state}'; END $$"
            connection.execute(text(raised))
            return
        # So that this transaction has the one lock there is.
        connection.execute(text("DELETE FROM outbox_message WHERE 1 = 0"))
        token = may_write.set(False)
        try:
            with db.engine.connect() as other:
                other.exec_driver_sql("PRAGMA busy_timeout = 0")
                try:
                    other.exec_driver_sql("DELETE FROM outbox_message WHERE 1 = 0")
                finally:
                    # It does not wait as others do, so nobody else gets it.
                    other.invalidate()
        finally:
            may_write.reset(token)


@pytest.fixture
def request_of(committed_app: Flask) -> Iterator[Flask]:
    with committed_app.test_request_context("/", method="POST"):
        yield committed_app


@pytest.mark.parametrize("losses", range(TRIES))
def test_it_is_done_once_and_says_so_once(request_of: Flask, losses: int) -> None:
    press = Press(losses)
    assert writes(press)().get_data(as_text=True) == "done"  # type: ignore[union-attr]
    assert press.done == losses + 1
    assert get_flashed_messages() == ["Saved"]


def test_after_so_many_it_is_told_and_no_more_is_tried(request_of: Flask) -> None:
    press = Press(TRIES)
    with pytest.raises(DBAPIError) as broken:
        writes(press)()
    assert press.done == TRIES
    assert lost_its_turn(broken.value)


def test_a_file_is_read_once_so_it_is_not_tried_again(committed_app: Flask) -> None:
    press = Press(1)
    sent = {"file": (io.BytesIO(b"x"), "a.jpg")}
    with (
        committed_app.test_request_context("/", method="POST", data=sent),
        pytest.raises(DBAPIError),
    ):
        writes(press)()
    assert press.done == 1


@pytest.mark.parametrize("engine_name", ["postgresql"], indirect=True)
def test_what_the_rules_refuse_is_not_tried_again(request_of: Flask) -> None:
    press = Press(1, state="23514")
    with pytest.raises(DBAPIError) as broken:
        writes(press)()
    assert press.done == 1
    assert not lost_its_turn(broken.value)


def test_it_is_told_as_busy(committed_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    committed_app.config["TESTING"] = False
    press = Press(99)
    monkeypatch.setitem(committed_app.view_functions, "site.show_about", writes(press))
    page = Client(committed_app, db.session()).get("/about", status=503)
    assert "Nothing was taken and nothing was lost" in page.text
