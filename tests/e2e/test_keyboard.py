"""The walker by keys minds what it should: shown failing on a page that is wrong."""

from typing import Any

import pytest

from tests.e2e.keyboard import Keys

FINE = '<a href="#a">Before</a> <a href="#b">Wanted</a>'
UNSEEN = "<style>a:focus { outline: 0 }</style>" + FINE
COVERED = FINE + '<div style="position: fixed; inset: 0; background: gold">A banner</div>'
LOST = FINE.replace("<a", '<a style="position: fixed; top: -500px"')


@pytest.fixture
def keys(another: Any) -> Keys:
    """Somebody at a keyboard, before any page."""
    return another(kind=Keys)


def arrive_at_wanted(keys: Keys, body: str) -> str:
    """Goes to the link on a page that is nothing but `body`; answers what then has the focus."""
    keys.page.set_content(body)
    return keys.reach(keys.page.get_by_role("link", name="Wanted")).inner_text()


def test_focus_that_nobody_sees_is_a_fault(keys: Keys) -> None:
    assert arrive_at_wanted(keys, FINE) == "Wanted"
    for body, fault in ((UNSEEN, "is not seen"), (COVERED, "covers"), (LOST, "out of sight")):
        with pytest.raises(AssertionError, match=fault):
            arrive_at_wanted(keys, body)


def test_what_keys_cannot_reach_is_a_fault(keys: Keys) -> None:
    with pytest.raises(AssertionError, match="do not reach"):
        arrive_at_wanted(keys, FINE.replace('<a href="#b"', '<a href="#b" tabindex="-1"'))
