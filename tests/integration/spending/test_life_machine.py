"""Whatever people do, in whatever order, the pence stay true (pooling D1)."""

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from microcare import create_app
from microcare.extensions import db
from microcare.kernel.clock import FixedClock
from microcare.spending import policies
from microcare.spending.services import billing
from tests.databases import test_config
from tests.integration.spending.machine import begin, machine_on

SHORT = settings(
    max_examples=5,
    stateful_step_count=24,
    derandomize=True,
    deadline=None,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
LONG = settings(
    SHORT,
    max_examples=100,
    stateful_step_count=100,
    derandomize=False,
    phases=[Phase.generate, Phase.shrink],
)


@pytest.fixture
def life_app(engine_name: str, databases_of: Any) -> Iterator[Flask]:
    databases = databases_of(engine_name)
    url = databases.copy()
    app = create_app(test_config(databases.folder, url), TESTING=True)
    yield app
    with app.app_context():
        db.engine.dispose()
    databases.drop(url)


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_any_order_of_acts_keeps_every_penny_true(life_app: Flask, clock: FixedClock) -> None:
    run_state_machine_as_test(machine_on(life_app, begin(life_app, clock.now())), settings=SHORT)


@pytest.mark.nightly
def test_ten_thousand_acts_keep_every_penny_true(life_app: Flask, clock: FixedClock) -> None:
    run_state_machine_as_test(machine_on(life_app, begin(life_app, clock.now())), settings=LONG)


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_a_lost_penny_is_noticed(
    life_app: Flask, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With one rule broken on purpose the same run fails, so that it proves something."""

    def loses_one(pence: int, agreed: Mapping[UUID, int], *, number: int) -> dict[UUID, int]:
        parts = policies.shares_of_line(pence, agreed, number=number)
        most = max(parts, key=lambda person: parts[person], default=None)
        return parts | ({most: parts[most] - 1} if most and parts[most] else {})

    monkeypatch.setattr(billing, "shares_of_line", loses_one)
    with pytest.raises(AssertionError):
        run_state_machine_as_test(
            machine_on(life_app, begin(life_app, clock.now())), settings=SHORT
        )
