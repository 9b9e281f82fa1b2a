import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from microcare.kernel.clock import FixedClock
from microcare.outbox.services import queue
from microcare.web.current import session
from tests.factories.people import make_person
from tests.mail_server import MailServer

ROOT = Path(__file__).resolve().parents[3]


def test_send_says_in_one_line_what_it_did(app: Flask, post: Any, mail_server: MailServer) -> None:
    post()
    post()
    mail_server.refusals = ["451 Later"]
    result = app.test_cli_runner().invoke(args=["mail", "send"])
    assert result.exit_code == 0
    assert result.output == "1 sent, 1 to try again, 0 given up\n"


def test_a_wrong_setting_is_named(app: Flask, post: Any) -> None:
    app.config["MAIL_URL"] = "carrier-pigeon://loft"
    result = app.test_cli_runner().invoke(args=["mail", "send"])
    assert result.exit_code == 1
    assert "MAIL_URL must begin with smtp://" in result.output


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_send_every_so_often_ends_quietly_when_told_to(
    committed_app: Flask, committed_database: str, clock: FixedClock, tmp_path: Path
) -> None:
    person = make_person(session())
    payload = {"person_id": str(person.id)}
    queue(session(), kind="people.password_changed", payload=payload, clock=clock)
    session().commit()
    post_box = tmp_path / "post"
    command = [sys.executable, "-m", "flask", "--app", "microcare", "mail", "send"]
    environment = {
        "DATABASE_URL": committed_database,
        "SECRET_KEY": "test",  # pragma: allowlist secret
        "MAIL_URL": f"file://{post_box}",
        "PATH": "",
    }
    with subprocess.Popen(
        [*command, "--every", "0.2"], env=environment, cwd=ROOT, stdout=subprocess.PIPE
    ) as process:
        # It is at its work, and so can be told to stop, once the letter has been sent.
        while not list(post_box.glob("*.eml")) and process.poll() is None:
            time.sleep(0.05)
        process.send_signal(signal.SIGTERM)
        out, _ = process.communicate()
    assert process.returncode == 0
    assert out.decode() == "1 sent, 0 to try again, 0 given up\n"
