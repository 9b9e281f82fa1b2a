"""A new catalyst sets up a code app, and gets in by it and by recovery codes."""

import time
from collections.abc import Callable

import pyotp

from tests.e2e.conftest import Walker

NIA = "nia@example.com"


def test_a_catalyst_sets_up_a_code_app_and_gets_in_without_the_phone_once_a_code(
    arrive: Callable[[], Walker],
) -> None:
    nia = arrive()
    made = nia.site.app.test_cli_runner().invoke(
        args=["people", "create", NIA, "--role", "catalyst", "--patch", "Somerset"]
    )
    assert made.exit_code == 0, made.output
    nia.go(nia.site.link_for(NIA)).press("Sign in").reads("Set up your code app")
    secret = set_up_app(nia)
    codes = keep_codes(nia)
    by_recovery_code(nia, codes)
    by_app(nia, secret)
    make_new_codes(nia, codes)


def set_up_app(who: Walker) -> str:
    """Sets the app up by its key; answers the key."""
    who.unfold("Neither works for me")
    secret = who.page.get_by_label("Copy this key into your app").input_value()
    who.press("Save and go on").reads("Write the code")
    who.write("The code", "no code").press("Save and go on").reads("That code did not work.")
    who.write("The code", pyotp.TOTP(secret).now()).press("Save and go on")
    return secret


def keep_codes(who: Walker) -> list[str]:
    """Keeps the recovery codes, shown this once."""
    who.reads("Keep these codes").reads("We show them only now.")
    codes = who.page.locator("code").all_inner_texts()
    assert len(set(codes)) == 10
    who.press("I have kept them. Go on").reads("Hello nia")
    return codes


def begin_again(who: Walker) -> None:
    """Signs out everywhere, and takes the first step of signing in by a link."""
    who.go("/my/data").press("Sign out everywhere").write("Your e-mail", NIA)
    who.press("Send me a link").go(who.site.link_for(NIA)).press("Sign in").reads("One more step")


def by_recovery_code(who: Walker, codes: list[str]) -> None:
    """Gets in by a recovery code, which works once."""
    begin_again(who)
    who.unfold("I do not have my phone").press("Sign in").reads("Write the code")
    who.write("The code", codes[0]).press("Sign in").reads("Hello nia")
    begin_again(who)
    who.write("The code", codes[0]).press("Sign in").reads("That code did not work.")
    who.write("The code", codes[1]).press("Sign in").reads("Hello nia")


def by_app(who: Walker, secret: str) -> None:
    """Gets in by the app's next code; the one that set it up is spent."""
    begin_again(who)
    code = pyotp.TOTP(secret).at(int(time.time()) + 30)
    who.write("The code", code).press("Sign in").reads("Hello nia")


def make_new_codes(who: Walker, codes: list[str]) -> None:
    """Makes new recovery codes with one that is left; the old ones stop."""
    who.go("/my/data").follow("My recovery codes").reads("8 codes are left.")
    who.press("Make new codes").reads("Write the code")
    who.write("The code", codes[2]).press("Make new codes").reads("Keep these codes")
    assert not set(codes) & set(who.page.locator("code").all_inner_texts())
