"""The councils of the United Kingdom and its islands: the codes and names of the ONS (2025)."""

import csv
from functools import cache
from importlib.resources import files

from microcare.places.values import Nation

_NATIONS = {
    "E": Nation.ENGLAND,
    "W": Nation.WALES,
    "S": Nation.SCOTLAND,
    "N": Nation.NORTHERN_IRELAND,
    "M": Nation.ISLE_OF_MAN,
    "L": Nation.CHANNEL_ISLANDS,
}


@cache
def council_names() -> dict[str, str]:
    """Every council's name by its nine-character ONS code."""
    text = (files("microcare.places") / "data" / "councils.csv").read_text(encoding="utf-8")
    rows = csv.reader(text.splitlines()[1:])
    return {code: _unturned(name) for code, name in rows}


def council_name(code: str) -> str | None:
    """A council's name in plain order ("Bristol"), or None for a code the ONS does not know."""
    return council_names().get(code)


def council_code_named(name: str) -> str | None:
    """The code of the council of that name, whatever the case, or None."""
    wanted = name.strip().casefold()
    return next((c for c, known in council_names().items() if known.casefold() == wanted), None)


def nation_of(code: str) -> Nation | None:
    """The nation a council is in, by the first letter of its code; None for an unknown letter."""
    return _NATIONS.get(code[:1])


def _unturned(name: str) -> str:
    """ "Bristol, City of" is for sorting; people say "Bristol"."""
    for ending in (", City of", ", County of"):
        name = name.removesuffix(ending)
    return name
