"""What tests that break things share: a field of databases to break."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.integration.spending.sown import Sown


@pytest.fixture(scope="module")
def fields(databases_of: Any) -> Iterator[dict[str, Sown]]:
    """By engine, filled as tests ask."""
    sown: dict[str, Sown] = {}
    yield sown
    for engine, field in sown.items():
        databases_of(engine).drop(field.url)
