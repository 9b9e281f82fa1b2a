"""How the kinds of help are looked after."""

from dataclasses import dataclass

from microcare.directory.values.kinds import HelpGroup
from microcare.kernel.errors import DomainError
from microcare.kernel.words import N_

LONGEST_TERM = 60
MOST_ALIKE = 20


@dataclass(frozen=True, slots=True)
class TermWords:
    """A kind of help in plain words, where it stands, and other words that find it."""

    name: str
    group: HelpGroup
    alike: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TermRow:
    """A kind of help, whether it is offered now, and how many pages name it."""

    slug: str
    words: TermWords
    is_current: bool
    listings: int


class TermTaken(DomainError):
    """Another kind of help has this name, offered now or before."""

    words = N_("There is one called this already. Look for it in the list.")
    field = "name"
