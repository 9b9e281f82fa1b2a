"""An account from its first letter to its end, and every way into it."""

import json
from collections.abc import Callable

from tests.e2e.conftest import Walker
from tests.e2e.errors import sees_errors
from tests.e2e.letters import AGREE

NIA, NIA_TOO = "nia@example.com", "nia.too@example.com"
FIRST, SECOND = "three heron kettle", "slow amber tuesday"  # pragma: allowlist secret


def test_somebody_new_comes_in_by_letter_by_password_and_by_link(
    arrive: Callable[[], Walker],
) -> None:
    nia, phone = arrive(), arrive()
    make_an_account(nia)
    come_in_by_link(phone)
    nia.go("/my/data").press("Sign out everywhere")
    nia.reads("You are signed out on every phone and computer.")
    phone.go("/my").reads("Write your e-mail and press “Send me a link”.")
    sign_in_with_mistakes_first(nia)
    phone.go("/my").follow("Choose a new password")
    choose_a_new_password(phone)
    nia.go("/my").reads("Write your e-mail and press “Send me a link”.")
    enter(nia, password=FIRST).reads("That e-mail and password do not match.")
    enter(nia, password=SECOND).reads("Hello Nia")


def make_an_account(who: Walker) -> None:
    """Makes an account, with mistakes first; it is there once the letter is answered."""
    who.go("/my").follow("If you are new here").press("Make an account")
    sees_errors(who, "Write a name", "Write an e-mail, like sam@example.org")
    who.write("Your name", "Nia Rees").write("Your e-mail", "nia")
    who.press("Make an account").reads("Write your whole e-mail, like sam@example.org")
    who.write("Your e-mail", NIA).write("A password, if you want one", "short")
    who.press("Make an account").reads("Make the password longer: 10 letters or more.")
    who.write("A password, if you want one", FIRST).press("Make an account")
    who.reads("Look in your e-mail")
    who.go(who.site.link_for(NIA)).press("Yes, make my account")
    who.reads("Tick the box").pick(AGREE).press("Yes, make my account").reads("Hello Nia")


def come_in_by_link(who: Walker) -> None:
    """Asks for a link instead of a password; the link works once."""
    who.go("/sign-in").press("Send me a link").reads("Write an e-mail, like sam@example.org")
    who.write("Your e-mail", NIA).press("Send me a link").reads("Look in your e-mail")
    link = who.site.link_for(NIA)
    who.go(link).press("Sign in").reads("Hello Nia")
    who.page.goto(link)
    who.look().reads("This link is over").reads("Ask for a new link")


def enter(who: Walker, *, password: str) -> Walker:
    """Answers the page to sign in on, wherever it was met."""
    return who.write("Your e-mail", NIA).write("Your password", password).press("Sign in")


def sign_in_with_mistakes_first(who: Walker) -> None:
    """Signs in by password."""
    who.go("/my").press("Sign in").reads("Write an e-mail, like sam@example.org")
    who.write("Your e-mail", NIA).press("Sign in")
    who.reads("Write your password, or ask for a link")
    enter(who, password="not this one").reads("That e-mail and password do not match.")
    enter(who, password=FIRST).reads("Hello Nia")


def choose_a_new_password(who: Walker) -> None:
    """Chooses a new password by letter; every other browser is signed out by it."""
    who.press("Send me a link").reads("Write an e-mail, like sam@example.org")
    who.write("Your e-mail", NIA).press("Send me a link").reads("Look in your e-mail")
    who.go(who.site.link_for(NIA)).press("Save and sign in").reads("Write a new password")
    who.write("Your new password", "aaaaaaaaaaaa").press("Save and sign in")
    who.reads("Many people use that password. Choose a different one.")
    who.write("Your new password", SECOND).press("Save and sign in")
    who.reads("Your new password is set.").reads("Hello Nia")


def test_somebody_sees_takes_corrects_and_deletes_what_is_held_about_them(
    arrive: Callable[[], Walker],
) -> None:
    nia, phone = arrive(), arrive()
    make_an_account(nia)
    nia.follow("What you hold about me").reads("Nia Rees").reads(NIA)
    held = json.loads(nia.download("Take a copy One file").read_text())["held"]
    assert NIA in json.dumps(held)
    change_name_and_address(nia)
    change_password(nia)
    delete_everything(nia)
    phone.go("/sign-in").write("Your e-mail", NIA_TOO).write("Your password", SECOND)
    phone.press("Sign in").reads("That e-mail and password do not match.")


def change_name_and_address(who: Walker) -> None:
    """Puts the name right, and moves to another address, which must answer first."""
    who.follow("Change my name").write("Your name", "").press("Save").reads("Write a name")
    who.write("Your name", "Nia Llwyd").press("Save").reads("Your name is changed.")
    who.reads("Nia Llwyd").follow("Change my e-mail").press("Send me a link")
    who.reads("Write an e-mail, like sam@example.org")
    who.write("Your new e-mail", NIA_TOO).press("Send me a link").reads("Look in your e-mail")
    who.go(who.site.link_for(NIA_TOO)).reads("Use this e-mail from now on?")
    who.press("Use this e-mail").reads("Your e-mail is changed.").reads(NIA_TOO)


def change_password(who: Walker) -> None:
    """Chooses a new password with the one they have."""
    who.follow("My password").write("Your password now", "not this one")
    who.write("Your new password", SECOND).press("Save")
    who.reads("That is not your password now. Try again.")
    who.write("Your password now", FIRST).write("Your new password", SECOND).press("Save")
    who.reads("Your new password is set.")


def delete_everything(who: Walker) -> None:
    """Deletes the account, which must be meant."""
    who.follow("Delete my account").reads("It cannot be undone.").press("Delete my account")
    who.reads("Tick the box if you are sure").pick("Yes, delete my account")
    who.press("Delete my account").reads("Your account is deleted.")
    who.go("/my").reads("Sign in")
