"""The invented listings, as they are written down in `data/*.toml`."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).with_name("data")
STAGES = ("public", "waiting", "changes_asked", "paused", "closed", "drafts")


@dataclass(frozen=True, slots=True)
class Sketch:
    """One listing in a line: what is its own. The rest is like others of its sort."""

    stage: str
    number: int
    name: str
    kind: str
    like: str
    postcode: str
    people: tuple[str, ...]
    summary: str


@dataclass(frozen=True, slots=True)
class Idea:
    """Something that is not a listing yet."""

    name: str
    kind: str
    words: str


@cache
def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((DATA / f"{name}.toml").read_text(encoding="utf-8"))


def sketches() -> list[Sketch]:
    """Every listing, in the order written, numbered from 0."""
    rows = [(stage, row) for stage in STAGES for row in _read("listings")[stage]]
    return [
        Sketch(stage, number, name, kind, like, postcode, tuple(people.split("; ")), summary)
        for number, (stage, (name, kind, like, postcode, people, summary)) in enumerate(rows)
    ]


def ideas() -> list[Idea]:
    """What somebody might start one day."""
    return [Idea(*row) for row in _read("listings")["ideas"]]


def like(sketch: Sketch) -> dict[str, Any]:
    """What listings of its sort share."""
    found: dict[str, Any] = _read("likes")[sketch.like]
    return found


def own(sketch: Sketch) -> dict[str, Any]:
    """What this one says otherwise than others of its sort."""
    found: dict[str, Any] = _read("every")["own"].get(sketch.name, {})
    return found


def every(name: str) -> list[str]:
    """Things that any listing may say."""
    found: list[str] = _read("every")[name]
    return found


def towns() -> dict[str, str]:
    """The town of each outcode, for the addresses of venues."""
    found: dict[str, str] = _read("every")["towns"]
    return found


def treatment(workplace: str) -> dict[str, list[str]]:
    """What may be said of working "alone", in a "coop", among "neighbours" or in a "team"."""
    found: dict[str, list[str]] = _read("every")["treatment"][workplace]
    return found


def likes() -> dict[str, dict[str, Any]]:
    """Every sort of listing, by its name."""
    return dict(_read("likes"))
