"""Killed before any statement, an act has done all or nothing, and done again it is done (P10)."""

import signal
from typing import Any

import pytest

from tests.databases import ENGINES
from tests.integration.spending.killing import ACTS, do, killed, state
from tests.integration.spending.sown import Sown, field_of

# Every death needs a copy of its own, so the ordinary run leaves some out.
MANY = {"sqlite": 12, "postgresql": 4}


def die_at_each(field: Sown, act: str, *, step: int | None = None) -> int:
    """Kills the act before each `step`th boundary; answers how many deaths there were."""
    drop, seed = field.databases.drop, field.seed
    undisturbed = field.copy()
    before = state(undisturbed, seed)
    boundaries = do(undisturbed, act, seed)
    after = state(undisturbed, seed)
    assert after != before
    assert do(undisturbed, act, seed) <= boundaries
    assert state(undisturbed, seed) == after, "done twice is done once"
    drop(undisturbed)
    if step is None:
        step = -(-boundaries // MANY[field.databases.engine])
    deaths = range(0, boundaries, step)
    url = field.copy()
    for number in deaths:
        assert killed(url, act, seed, number) == signal.SIGKILL
        found = state(url, seed)
        assert found in (before, after), f"{act} was done by half at {number}"
        do(url, act, seed)
        assert state(url, seed) == after
        drop(url)
        url = field.copy()
    drop(url)
    return len(deaths)


@pytest.mark.parametrize("act", list(ACTS))
@pytest.mark.parametrize("engine", ENGINES)
def test_killed_anywhere_it_is_all_or_nothing(
    fields: dict[str, Sown], databases_of: Any, engine: str, act: str
) -> None:
    field = field_of(fields, databases_of(engine))
    assert die_at_each(field, act) >= 3


@pytest.mark.nightly
@pytest.mark.parametrize("act", list(ACTS))
@pytest.mark.parametrize("engine", ENGINES)
def test_killed_at_every_boundary_on_both_engines(
    fields: dict[str, Sown], databases_of: Any, engine: str, act: str
) -> None:
    field = field_of(fields, databases_of(engine))
    assert die_at_each(field, act, step=1) >= 3
