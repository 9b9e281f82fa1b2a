"""Which checks a listing's work needs, worked out from its answers by the law of its nation."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from microcare.directory.policies.england import ENGLAND
from microcare.directory.values import (
    WITHIN,
    Answers,
    CheckKind,
    CheckSeen,
    DbsLevel,
    RequiredCheck,
    Requirement,
    Rules,
)
from microcare.places.values import Nation

# Whose law is written down here. The others have their own: the Care Inspectorate and the PVG
# scheme in Scotland, the CIW in Wales, the RQIA and AccessNI in Northern Ireland. A nation that is
# not in this table cannot be said yes to.
REQUIREMENTS: Mapping[Nation, tuple[Requirement, ...]] = {Nation.ENGLAND: ENGLAND}


def required_checks(
    answers: Answers, *, nation: Nation | None = Nation.ENGLAND, rules: Rules | None = None
) -> list[RequiredCheck]:
    """Every check to see before this work may be public, in the order a catalyst sees them.

    None for a nation whose law is not written down.
    """
    table = REQUIREMENTS.get(nation, ()) if nation else ()
    return [check for line in table for check in _of(line, answers, rules or Rules())]


def _of(line: Requirement, answers: Answers, rules: Rules) -> Iterator[RequiredCheck]:
    needed = line.asks(answers, rules)
    if needed is None:
        return
    names: list[str | None] = [None]
    if line.is_of_each and answers.people:
        names = [met.name for met in answers.people.people]
    for name in names:
        deepest = needed.deepest or needed.level
        yield RequiredCheck(line.kind, needed.why, name, needed.level, deepest)


def missing_checks(
    needed: Sequence[RequiredCheck], seen: Sequence[CheckSeen], *, today: date
) -> list[RequiredCheck]:
    """What of `needed` nobody has seen, or has run out by `today`, or was of too low a level."""
    return [check for check in needed if not any(_meets(check, one, today) for one in seen)]


def _meets(check: RequiredCheck, seen: CheckSeen, today: date) -> bool:
    if seen.kind != check.kind or seen.about != check.about or not seen.is_good_on(today):
        return False
    return is_as_much(check.kind, seen.level, than=check.level)


def is_as_much(kind: CheckKind, level: str | None, *, than: str | None) -> bool:
    """Whether a check of this level holds all that one of level `than` does.

    Levels are a DbsLevel, or whole pounds of cover; None where a check has none.
    """
    if than is None:
        return True
    if level is None:
        return False
    if kind == CheckKind.DBS:
        return DbsLevel(than) in WITHIN[DbsLevel(level)]
    return int(level) >= int(than)
