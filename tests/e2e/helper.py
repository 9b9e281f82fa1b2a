"""Somebody's nominated person at the site: the same steps, on the pages for whoever they help."""

from datetime import date
from urllib.parse import urlsplit

from tests.e2e.conftest import Walker

BASIS = "Letter of 3 May, Somerset Council"
ALL = (
    "See my groups, and what a plan costs me",
    "See my money, my bills and my statements",
    "Pass on what I say",
    "Take part for me: look for others, join, leave",
    "Say yes with my money, up to a limit",
)


class Helper(Walker):
    """Goes where the person could go, under the address of what they were trusted with."""

    def __init__(self, who: Walker, base: str):
        super().__init__(who.page, who.site, has_script=who.has_script)
        self.base = base

    def go(self, path: str) -> Walker:
        """Opens the page for the person helped."""
        return super().go(path if path.startswith(("http", self.base)) else self.base + path)


def name_nominated_person(person: Walker, *, name: str, email: str, until: date) -> None:
    """A person asks somebody to act for them in all there is, up to £500 at once."""
    person.go("/my/supporters").press("Ask someone to help")
    person.write("Their name", name).write("Their e-mail", email)
    person.pick("My nominated person, who my council has agreed to")
    for act in ALL:
        person.pick(act)
    person.write("The most they may agree to at once", "500")
    person.write("How did your council agree to them?", BASIS).write_day("Until when?", until)
    person.press("Ask them").reads("We have asked them. Nothing changes until they say yes.")


def begin_to_help(who: Walker, *, email: str, name: str) -> Helper:
    """Says yes by the letter, signed in already, and goes to the pages of whoever asked."""
    who.go(who.site.link_for(email)).press("Yes, I will help").reads(f"You now help {name}.")
    who.follow(f"Help {name} now")
    return Helper(who, urlsplit(who.page.url).path)
