"""What tests that break things share: a field of databases to break, and where lives are lived."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, Phase, settings

from microcare import create_app
from microcare.extensions import db
from tests.databases import test_config
from tests.integration.spending.sown import Sown

# The first two of them do one thing again and again. PostgreSQL has fewer in the ordinary run:
# what they may do is the same, and each statement takes longer there.
LIVES = {"sqlite": 5, "postgresql": 4}


@pytest.fixture(scope="module")
def fields(databases_of: Any) -> Iterator[dict[str, Sown]]:
    """By engine, filled as tests ask."""
    sown: dict[str, Sown] = {}
    yield sown
    for engine, field in sown.items():
        databases_of(engine).drop(field.url)


@pytest.fixture
def life_app(engine_name: str, databases_of: Any) -> Iterator[Flask]:
    """An application on a database of its own, for a state machine."""
    databases = databases_of(engine_name)
    url = databases.copy()
    app = create_app(test_config(databases.folder, url), TESTING=True)
    yield app
    with app.app_context():
        db.engine.dispose()
    databases.drop(url)


@pytest.fixture
def short(engine_name: str) -> settings:
    """The short form of a state machine: the same lives at every run."""
    return settings(
        max_examples=LIVES[engine_name],
        stateful_step_count=24,
        derandomize=True,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
