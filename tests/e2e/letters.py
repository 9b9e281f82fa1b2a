"""Coming in by what lies in a letter box: for people of the demonstration who have no password."""

from tests.e2e.conftest import Walker

AGREE = "I agree that you keep what I tell you about my health and support"


def sign_in_by_link(who: Walker, address: str) -> Walker:
    """Asks for a link, opens it and presses its button."""
    who.go("/sign-in").write("Your e-mail", address).press("Send me a link")
    who.reads("Look in your e-mail")
    return who.go(who.site.link_for(address)).press("Sign in")


def make_account(who: Walker, *, name: str, address: str) -> Walker:
    """Fills the page for a new account, which the walker is on, and opens the link that comes."""
    who.write("Your name", name).write("Your e-mail", address).press("Make an account")
    who.reads("Look in your e-mail").go(who.site.link_for(address))
    who.reads("Is this your e-mail?").pick(AGREE)
    return who.press("Yes, make my account")
