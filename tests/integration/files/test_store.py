"""A file and its row: both there, or neither for long."""

import os
import stat
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from microcare.extensions import db
from microcare.files import commands
from microcare.files.current import store
from microcare.files.models import StoredFile
from microcare.files.queries import files_by_ids, files_of
from microcare.files.services import GRACE, keep_file, let_go, sweep, wrong_files
from microcare.files.store import Store
from microcare.files.values import Clean, Kind, NotKept
from microcare.kernel.clock import FixedClock
from microcare.kernel.ids import new_id

PICTURE = Clean(Kind.PICTURE, b"\xff\xd8\xff a picture")
LATER = GRACE + timedelta(seconds=1)


@pytest.fixture
def kept(tmp_path: Path) -> Store:
    return Store(tmp_path / "receipts")


def test_a_file_is_kept_with_its_row(session: Session, kept: Store, clock: FixedClock) -> None:
    owner = new_id()
    row = keep_file(session, kept, PICTURE, owner_id=owner, clock=clock)
    assert kept.get(row.id) == PICTURE.data
    assert row.size == len(PICTURE.data)
    assert files_of(session, owner) == [row]
    assert not wrong_files(session, kept)


def test_nobody_else_on_the_machine_reads_it(
    session: Session, kept: Store, clock: FixedClock
) -> None:
    keep_file(session, kept, PICTURE, owner_id=new_id(), clock=clock)
    for path in (kept.folder, *kept.folder.rglob("*")):
        assert stat.S_IMODE(path.stat().st_mode) == (0o600 if path.is_file() else 0o700)


def test_a_file_whose_transaction_was_taken_back_is_swept_and_no_other(
    session: Session, kept: Store, clock: FixedClock
) -> None:
    stays = keep_file(session, kept, PICTURE, owner_id=new_id(), clock=clock)
    with pytest.raises(ZeroDivisionError), session.begin_nested():
        keep_file(session, kept, PICTURE, owner_id=new_id(), clock=clock)
        raise ZeroDivisionError
    assert len(list(kept.kept())) == 2
    # It might still be about to be written.
    assert sweep(session, kept, clock=clock) == 0
    clock.move(LATER)
    assert sweep(session, kept, clock=clock) == 1
    assert sweep(session, kept, clock=clock) == 0
    assert [file_id for file_id, _ in kept.kept()] == [stays.id]


def test_what_is_let_go_is_swept_once_that_is_written(
    session: Session, kept: Store, clock: FixedClock
) -> None:
    row = keep_file(session, kept, PICTURE, owner_id=new_id(), clock=clock)
    clock.move(LATER)
    file_id = row.id
    let_go(session, [file_id])
    assert not files_by_ids(session, [file_id])
    assert kept.get(file_id)
    assert sweep(session, kept, clock=clock) == 1
    assert kept.get(file_id) is None


def test_nothing_is_put_over_what_is_there_and_no_half_is_left(
    kept: Store, clock: FixedClock
) -> None:
    file_id = new_id()
    kept.put(file_id, b"one", at=clock.now())
    with pytest.raises(FileExistsError):
        kept.put(file_id, b"two", at=clock.now())
    assert kept.get(file_id) == b"one"
    assert not list(kept.folder.rglob("*.half"))


def test_no_row_is_written_where_the_file_cannot_be(
    session: Session, kept: Store, clock: FixedClock
) -> None:
    kept.folder.write_bytes(b"in the way")
    with pytest.raises(NotKept):
        keep_file(session, kept, PICTURE, owner_id=new_id(), clock=clock)
    assert not session.query(StoredFile).count()


def test_what_was_begun_and_never_finished_goes(
    session: Session, kept: Store, clock: FixedClock
) -> None:
    keep_file(session, kept, PICTURE, owner_id=new_id(), clock=clock)
    half = next(kept.folder.glob("??")) / f"{uuid4().hex}.half"
    half.write_bytes(b"x")
    at = clock.now().timestamp()
    os.utime(half, (at, at))
    sweep(session, kept, clock=clock)
    assert half.exists()
    clock.move(LATER)
    # One that goes while it is looked at: its name is there still, and nothing behind it.
    (half.parent / f"{uuid4().hex}.half").symlink_to("gone")
    assert sweep(session, kept, clock=clock) == 0
    assert not half.exists()


def test_one_that_is_missing_or_other_is_named(
    session: Session, kept: Store, clock: FixedClock
) -> None:
    rows = [keep_file(session, kept, PICTURE, owner_id=new_id(), clock=clock) for _ in range(3)]
    kept.remove(rows[0].id)
    kept._path(rows[1].id).write_bytes(b"other")
    assert set(wrong_files(session, kept)) == {rows[0].id, rows[1].id}


def test_what_was_kept_of_a_file_never_changes(
    session: Session, kept: Store, clock: FixedClock
) -> None:
    keep_file(session, kept, PICTURE, owner_id=new_id(), clock=clock)
    with pytest.raises(DBAPIError, match="never changed"), session.begin_nested():
        session.execute(text("UPDATE stored_file SET sha256 = 'x'"))
    for wrong in ("'text/html', 1", "'image/jpeg', 0"):
        row = (
            "INSERT INTO stored_file (id, owner_id, sha256, kept_at, kind, size)"
            f" SELECT owner_id, id, '', kept_at, {wrong} FROM stored_file"
        )
        with pytest.raises(DBAPIError), session.begin_nested():
            session.execute(text(row))


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_the_commands_say_what_they_did(committed_app: Flask, clock: FixedClock) -> None:
    committed_app.extensions["microcare.clock"] = clock
    here, run = store(), committed_app.test_cli_runner().invoke
    assert Path(committed_app.instance_path) / "receipts" == here.folder
    row = keep_file(db.session(), here, PICTURE, owner_id=new_id(), clock=clock)
    here.put(new_id(), b"nobody's", at=clock.now())
    db.session.commit()
    clock.move(LATER)
    assert run(args=["files", "sweep"]).output == "Files taken away: 1.\n"
    assert commands.chore() == "Files taken away: 0."
    assert run(args=["files", "check"]).output == "1 files looked at, 0 wrong\n"
    here.remove(row.id)
    result = run(args=["files", "check"])
    assert result.exit_code == 1
    assert f"{row.id}: missing" in result.output
