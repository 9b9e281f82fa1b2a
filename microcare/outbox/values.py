"""What the outbox hands out, and how long it waits and keeps."""

import uuid
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

# How long one worker has a row to itself: far longer than a mail server may take (20 s a step).
LEASE = timedelta(minutes=10)
# After each failure the wait doubles, from one minute up to six hours; 20 tries span three days.
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=6)
MOST_ATTEMPTS = 20
# How long a row that is done with is kept, to answer "was a letter sent?".
KEPT_FOR = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Claimed:
    """A row that one worker has to itself until its lease ends."""

    id: uuid.UUID
    kind: str
    payload: dict[str, Any]
    attempts: int


@dataclass(frozen=True, slots=True)
class Delivered:
    """What one round of delivery did, in numbers of rows."""

    sent: int = 0
    failed: int = 0
    dropped: int = 0

    def __add__(self, other: "Delivered") -> "Delivered":
        return Delivered(
            self.sent + other.sent, self.failed + other.failed, self.dropped + other.dropped
        )


class Undeliverable(Exception):
    """Trying again would not help; the row is given up."""


class NothingToSay(Undeliverable):
    """What the letter was about is gone, so there is no letter."""


class PayloadTellsTooMuch(ValueError):
    """A payload may hold ids and tokens, never what a person could be known or reached by."""


def wait_after(attempts: int) -> timedelta:
    """How long to wait after the `attempts`th failure, from FIRST_WAIT up to LONGEST_WAIT."""
    # Beyond 2**20 the bound has long been reached; the exponent is kept small on purpose.
    doubled: timedelta = FIRST_WAIT * 2 ** min(max(attempts, 1) - 1, 20)
    return min(doubled, LONGEST_WAIT)
