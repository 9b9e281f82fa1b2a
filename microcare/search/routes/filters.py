"""The filters of the results page: what may be ticked, with how many each would find."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from microcare.directory.values import DAY_WORDS, KIND_WORDS, PAY_WORDS, HelpTerm
from microcare.index.values import DAYS, Facets
from microcare.search.routes.saying import gettext as _
from microcare.search.values import Asked
from microcare.web.words import say

_MOST_HELPS = 12
_DIRECT = "direct_payment"


@dataclass(frozen=True, slots=True)
class Chip:
    """One thing to tick."""

    id: str
    name: str
    code: str
    text: str
    count: int
    is_on: bool


@dataclass(frozen=True, slots=True)
class ChipSet:
    """Chips under one heading."""

    heading: str
    chips: tuple[Chip, ...]


@dataclass(frozen=True, slots=True)
class Filters:
    """The first row of chips, the rest by heading, and what is on in words."""

    first: tuple[Chip, ...]
    more: tuple[ChipSet, ...]
    on: tuple[str, ...]


def filters_of(asked: Asked, facets: Facets, terms: Sequence[HelpTerm]) -> Filters:
    """The chips for this search; those that would find nothing are left out unless ticked."""
    kinds = {code.value: say(words) for code, words in KIND_WORDS.items()}
    pays = {code.value: say(words) for code, words in PAY_WORDS.items()}
    days = {code.value: say(words) for code, words in DAY_WORDS.items()}
    kind = _chips("kind", kinds, facets.kind, asked.kinds)
    pay = _chips("pay", pays, facets.pay, asked.pays)
    day = _chips("day", days, facets.day, asked.days, order=DAYS)
    helps = _helps(asked, facets, terms)
    room = Chip("f-room", "room", "1", _("Has room now"), facets.room, asked.has_room)
    pay = [replace(c, text=_("Takes direct payments")) if c.code == _DIRECT else c for c in pay]
    direct = [c for c in pay if c.code == _DIRECT]
    coops = [c for c in kind if c.code == "coop"]
    first = [room, *direct, *coops]
    more = [
        ChipSet(_("What they help with"), tuple(helps)),
        ChipSet(_("Which days"), tuple(day)),
        ChipSet(_("How you can pay"), tuple(c for c in pay if c not in direct)),
        ChipSet(_("Who they are"), tuple(c for c in kind if c not in coops)),
    ]
    every = [*first, *(chip for chips in more for chip in chips.chips)]
    return Filters(
        first=tuple(c for c in first if c.count or c.is_on),
        more=tuple(chips for chips in more if chips.chips),
        on=tuple(chip.text for chip in every if chip.is_on),
    )


def _chips(
    name: str,
    words: Mapping[str, str],
    counts: Mapping[str, int],
    chosen: Iterable[str],
    *,
    order: Sequence[str] = (),
) -> list[Chip]:
    on = set(chosen)
    shown = [code for code in words if counts.get(code) or code in on]
    by_count = sorted(shown, key=lambda code: (-counts.get(code, 0), code))
    ordered = [c for c in order if c in shown] if order else by_count
    return [Chip(f"f-{name}-{c}", name, c, words[c], counts.get(c, 0), c in on) for c in ordered]


def _helps(asked: Asked, facets: Facets, terms: Sequence[HelpTerm]) -> list[Chip]:
    words = {term.slug: term.name for term in terms}
    every = _chips("help", words, facets.help, asked.helps)
    chosen = [chip for chip in every if chip.is_on]
    others = [chip for chip in every if not chip.is_on]
    return [*chosen, *others[: max(0, _MOST_HELPS - len(chosen))]]
