import stat
from email.message import EmailMessage
from pathlib import Path
from uuid import UUID

import pytest

from microcare.kernel.clock import FixedClock
from microcare.mail.transport import Folder, MailServer, transport_for
from microcare.mail.values import NotAMailUrl
from microcare.mail.writing import envelope

WORD = "p/w"
ROW = UUID("6f6cdd5c-7a0d-4d53-9d5c-0f8b4b1d8e11")


def _message(clock: FixedClock, *, text: str = "Hello") -> EmailMessage:
    return envelope(
        to="amara@example.org",
        sender="no-reply@example.org",
        subject="News",
        text=text,
        html="<p>Hello</p>",
        row_id=ROW,
        clock=clock,
    )


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://localhost:2525", MailServer("localhost", 2525)),
        ("smtp://mail.example", MailServer("mail.example", 25)),
        ("smtps://mail.example", MailServer("mail.example", 587, is_secret=True)),
        (
            "smtps://me%40x:p%2Fw@mail.example:465",  # pragma: allowlist secret
            MailServer("mail.example", 465, is_secret=True, user="me@x", password=WORD),
        ),
        ("file:///var/mail%20box", Folder(Path("/var/mail box"))),
    ],
)
def test_the_setting_names_the_way_out(url: str, expected: object) -> None:
    assert transport_for(url) == expected


@pytest.mark.parametrize("url", ["", "http://x", "smtp://", "file://", "mail.example:25"])
def test_any_other_setting_is_refused(url: str) -> None:
    with pytest.raises(NotAMailUrl):
        transport_for(url)


def test_a_password_is_never_sent_in_the_clear() -> None:
    with pytest.raises(NotAMailUrl, match="smtps"):
        transport_for("smtp://me:secret@mail.example")  # pragma: allowlist secret


def test_a_folder_keeps_each_message_for_its_owner_only(tmp_path: Path, clock: FixedClock) -> None:
    folder = Folder(tmp_path / "mail")
    folder.send(_message(clock))
    (file,) = folder.path.iterdir()
    assert file.name == f"{ROW}.eml"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.path.stat().st_mode) == 0o700


def test_the_same_message_again_replaces_the_file(tmp_path: Path, clock: FixedClock) -> None:
    folder = Folder(tmp_path)
    folder.send(_message(clock))
    folder.send(_message(clock, text="Second"))
    (file,) = folder.path.iterdir()
    assert b"Second" in file.read_bytes()
