"""What visitors send to a listing or about it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, what to call the asker, and where their answer goes; the keeper sees no address.

    `email` is where the answer is sent.
    """

    words: str
    name: str
    email: str


@dataclass(frozen=True, slots=True)
class Reported:
    """What somebody says is wrong, and where to write back, if anywhere."""

    words: str
    email: str | None = None
