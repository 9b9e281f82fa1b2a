"""A newcomer without the right Python or Node is told so, and nothing is fetched without a hash."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
OLD = '#!/bin/sh\n[ "$1" = --version ] && echo "{version}" && exit 0\nexit 1\n'


def make(target: str, folder: Path, **programs: str | None) -> subprocess.CompletedProcess[str]:
    """`make target` where only `programs` are found beside the shell's own; None is missing."""
    for name in ("bash", "sh", "make", "cat", "find", "grep", "sed"):
        (folder / name).symlink_to(str(shutil.which(name)))
    for name, script in programs.items():
        if script is not None:
            (folder / name).write_text(script)
            (folder / name).chmod(0o755)
    command = [str(shutil.which("make")), "-C", str(ROOT), target]
    path = os.environ | {"PATH": str(folder), "SHELL": str(folder / "bash")}
    return subprocess.run(command, capture_output=True, text=True, env=path, check=False)


@pytest.mark.parametrize(
    ("target", "program", "version", "needs"),
    [
        ("python", "python3", "Python 3.9.2", "Python 3.11 or newer"),
        ("python", "python3", None, "Python 3.11 or newer"),
        ("node", "node", "v18.20.4", "Node 20 or newer"),
        ("node", "node", None, "Node 20 or newer"),
    ],
)
def test_what_is_missing_is_said_plainly(
    tmp_path: Path, target: str, program: str, version: str | None, needs: str
) -> None:
    script = OLD.format(version=version) if version else None
    done = make(target, tmp_path, **{program: script})
    assert done.returncode != 0
    assert needs in done.stderr
    assert (version or "") in done.stderr


def test_what_is_there_is_passed_over_in_silence() -> None:
    done = subprocess.run(
        ["make", "-C", str(ROOT), "--no-print-directory", "python", "node"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, ""), done.stderr


def test_nothing_is_installed_without_its_hash() -> None:
    lines = (ROOT / "Makefile").read_text().splitlines()
    installing = [line for line in lines if "pip install" in line]
    assert len(installing) > 3
    assert not [line for line in installing if "--require-hashes" not in line]


def test_no_requirement_names_where_it_is_fetched_from() -> None:
    for path in (ROOT / "requirements").glob("*.txt"):
        assert not re.search(r"https?://|--(extra-)?index-url", path.read_text()), path.name
