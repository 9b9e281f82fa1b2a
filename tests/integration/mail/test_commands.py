import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

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
    committed_database: str, tmp_path: Path
) -> None:
    command = [sys.executable, "-m", "flask", "--app", "microcare", "mail", "send"]
    environment = {
        "DATABASE_URL": committed_database,
        "SECRET_KEY": "test",  # pragma: allowlist secret
        "MAIL_URL": f"file://{tmp_path}",
        "PATH": "",
    }
    with subprocess.Popen(
        [*command, "--every", "0.2"], env=environment, cwd=ROOT, stdout=subprocess.PIPE
    ) as process:
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(timeout=4)
        process.send_signal(signal.SIGTERM)
        out, _ = process.communicate(timeout=10)
    assert process.returncode == 0
    assert out.decode() == "0 sent, 0 to try again, 0 given up\n"
