"""Hidden characters go; whatever people write with stays."""

import pytest

from microcare.kernel.words import without_hidden


@pytest.mark.parametrize(
    "hidden", ["\x00", "\x08", "\x1f", "\x7f", "\x85", "\ud800", "\ufdd0", "\ufffe", "\U0010ffff"]
)
def test_what_may_not_stand_in_a_page_goes(hidden: str) -> None:
    assert without_hidden(f"one{hidden}two") == "onetwo"


@pytest.mark.parametrize("text", ["Siân\tÓ\r\nNia", "👩🏽‍🌾", "שלום", "नमस्ते", "a\u202eb", "\ufffd"])
def test_what_people_write_with_stays(text: str) -> None:
    assert without_hidden(text) == text
