"""The sender that a mailbox shows is an address alone: a name beside it can tell of support."""

from pathlib import Path

import pytest

from config import Config, SettingRefused, address_alone


@pytest.mark.parametrize(
    "text",
    [
        "no-reply@example.org",
        " no-reply@example.org ",
        "Somerset Care Circle <no-reply@example.org>",
        '"Your support group" <no-reply@example.org>',
        "no-reply@example.org (Care)",
    ],
)
def test_only_the_address_is_kept(text: str, tmp_path: Path) -> None:
    assert address_alone(text) == "no-reply@example.org"
    config = Config(tmp_path, {"SECRET_KEY": "x", "MAIL_FROM": text})
    assert config.as_flask()["MAIL_FROM"] == "no-reply@example.org"


@pytest.mark.parametrize("text", ["Care", "@example.org", "no-reply@", "a b@example.org", "<>"])
def test_what_has_no_address_is_refused_at_the_start(text: str, tmp_path: Path) -> None:
    with pytest.raises(SettingRefused, match="MAIL_FROM"):
        Config(tmp_path, {"SECRET_KEY": "x", "MAIL_FROM": text}).as_flask()


@pytest.mark.parametrize(
    ("base_url", "host"),
    [("", "127.0.0.1"), ("http://[::1]", "::1"), ("https://a.example", "a.example")],
)
def test_a_newcomer_gets_an_address(tmp_path: Path, base_url: str, host: str) -> None:
    config = Config(tmp_path, {"SECRET_KEY": "x", "BASE_URL": base_url, "MAIL_FROM": ""})
    assert config.as_flask()["MAIL_FROM"] == f"no-reply@{host}"
