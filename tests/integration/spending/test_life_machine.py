"""Whatever people do, in whatever order, the pence stay true (pooling D1)."""

from collections.abc import Mapping
from uuid import UUID

import pytest
from flask import Flask
from hypothesis import Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from microcare.kernel.clock import FixedClock
from microcare.spending import policies
from microcare.spending.services import billing
from tests.integration.spending.lives import begin, machine_on


def test_any_order_of_acts_keeps_every_penny_true(
    life_app: Flask, clock: FixedClock, short: settings
) -> None:
    run_state_machine_as_test(machine_on(life_app, begin(life_app, clock.now())), settings=short)


@pytest.mark.nightly
def test_ten_thousand_acts_keep_every_penny_true(
    life_app: Flask, clock: FixedClock, short: settings
) -> None:
    long = settings(
        short,
        max_examples=100,
        stateful_step_count=100,
        derandomize=False,
        phases=[Phase.generate, Phase.shrink],
    )
    run_state_machine_as_test(machine_on(life_app, begin(life_app, clock.now())), settings=long)


def test_a_lost_penny_is_noticed(
    life_app: Flask, clock: FixedClock, short: settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With one rule broken on purpose the same run fails, so that it proves something."""

    def loses_one(pence: int, agreed: Mapping[UUID, int], *, number: int) -> dict[UUID, int]:
        parts = policies.shares_of_line(pence, agreed, number=number)
        most = max(parts, key=lambda person: parts[person], default=None)
        return parts | ({most: parts[most] - 1} if most and parts[most] else {})

    world = begin(life_app, clock.now())
    monkeypatch.setattr(billing, "shares_of_line", loses_one)
    with pytest.raises(AssertionError):
        run_state_machine_as_test(machine_on(life_app, world), settings=short)
