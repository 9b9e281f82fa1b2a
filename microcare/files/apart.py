"""Cleans a file in a process of its own, which may use so much and no more.

What unpacks pictures and PDFs is written in C, and strangers choose what it is fed. So it runs
without our settings and secrets, may write no file, and ends by itself where it takes too long or
too much. Whatever becomes of it, the site goes on.
"""

import os
import subprocess
import sys
from pathlib import Path
from threading import BoundedSemaphore

from microcare.files.values import (
    MOST_BYTES,
    REFUSALS,
    Clean,
    FileRefused,
    Kind,
    NoFile,
    TooBusy,
    TooManyBytes,
    Unreadable,
)

SECONDS = 30
MEMORY = 2 * 1024**3
AT_ONCE = 2
WAIT_S = 20
_ROOT = Path(__file__).resolve().parents[2]
_room = BoundedSemaphore(AT_ONCE)


def clean_apart(data: bytes) -> Clean:
    """The file made anew, by another process. Raises a FileRefused, whatever the bytes."""
    if not data:
        raise NoFile
    if len(data) > MOST_BYTES:
        raise TooManyBytes
    if not _room.acquire(timeout=WAIT_S):
        raise TooBusy
    try:
        # Our own module, and nothing that was typed.
        done = subprocess.run(  # noqa: S603
            [sys.executable, "-m", __name__],
            input=data,
            capture_output=True,
            timeout=SECONDS,
            cwd=_ROOT,
            env={},
            check=False,
        )
    except subprocess.TimeoutExpired as slow:
        raise Unreadable from slow
    finally:
        _room.release()
    return _answer(done.returncode, done.stdout)


def _answer(code: int, out: bytes) -> Clean:
    """What the other process said: a line that names a kind or a refusal, then the bytes."""
    said, _, data = out.partition(b"\n")
    word = said.decode("ascii", "replace")
    if code == 0 and word in set(Kind) and data:
        return Clean(Kind(word), data)
    raise REFUSALS.get(word, Unreadable)


def _limit() -> None:
    import resource

    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def main() -> None:
    """Cleans what comes in, within the limits, and writes what becomes of it."""
    _limit()
    from microcare.files.cleaning import clean

    out = sys.stdout.buffer
    try:
        made = clean(sys.stdin.buffer.read(MOST_BYTES + 1))
    except FileRefused as refused:
        out.write(type(refused).__name__.encode())
    else:
        out.write(made.kind.value.encode() + b"\n" + made.data)
    out.flush()
    # Without tidying up: a library that was harmed on the way may not get there.
    os._exit(0)


if __name__ == "__main__":
    main()
