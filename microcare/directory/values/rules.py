"""What a nation's law, and whoever runs the site, ask of a listing's work."""

from collections.abc import Callable
from dataclasses import dataclass

from microcare.directory.values.answers import Answers
from microcare.directory.values.checks import CheckKind
from microcare.kernel.words import Words


@dataclass(frozen=True, slots=True)
class Rules:
    """What the site's settings say: MOST_WORKERS and INSURANCE_POUNDS (docs/settings.md).

    Community Catalysts and its councils list enterprises of eight or fewer, paid or not.
    """

    most_workers: int = 8
    insurance_pounds: int = 5_000_000


@dataclass(frozen=True, slots=True)
class Needed:
    """Why a check is needed, and how deep: a DbsLevel, or whole pounds of cover, or None.

    `deepest` is the DbsLevel that may be looked at without breaking the law, where an answer that
    is still to be asked for would make it more than `level`.
    """

    why: Words
    level: str | None = None
    deepest: str | None = None


@dataclass(frozen=True, slots=True)
class Requirement:
    """One line of a nation's table: a check, whether it is of each person, and what calls for it.

    `asks` answers None where these answers do not call for it.
    """

    kind: CheckKind
    asks: Callable[[Answers, Rules], Needed | None]
    is_of_each: bool = False
