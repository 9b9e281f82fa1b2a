"""What people who share do at the site, a step a function, for the journeys that need it.

A step is told by the words on the page alone, so that it is the same for somebody without
JavaScript and for somebody without a mouse.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from microcare.kernel.clock import SystemClock
from tests.e2e.conftest import Walker

AMARA, GWEN, TOMASZ = "person@example.org", "gwen@example.org", "tomasz@example.org"
PRIYA = "provider@example.org"
COOKS = "Kitchen Table Cooks"
_SUM = re.compile(r"£([\d,]+)\.(\d\d)")


def pence(words: str) -> int:
    """The first sum in `words`, in pence."""
    found = _SUM.search(words)
    assert found, f"no sum in {words!r}"
    return int(found[1].replace(",", "")) * 100 + int(found[2])


@dataclass(frozen=True)
class Shown:
    """The sums of somebody's own money as their page shows them, in pence."""

    left: int
    promised: int
    spent: int
    set_aside: int


def own_money(who: Walker) -> Shown:
    """What somebody reads on the page of their money, whose parts must make up the whole."""
    who.go("/my/money")
    parts = [pence(text) for text in who.page.locator(".mc-parts .sum").all_inner_texts()]
    money = Shown(*parts, set_aside=pence(who.page.inner_text("figcaption")))
    assert money.left + money.promised + money.spent == money.set_aside
    return money


def fill_budget(who: Walker, *, amount: str, kind: str, first: date, last: date) -> None:
    """Answers the questions about money to set aside, weekly."""
    who.pick(kind).write("How much will you use here each time?", amount)
    who.write("How often does it come, in weeks?", "1")
    who.write_day("What day does it start?", first).write_day("What day does it run until?", last)


def set_aside(who: Walker, *, pounds: int) -> None:
    """Sets own money aside, so much a week for most of a year."""
    today = SystemClock().today()
    who.go("/my/money/new")
    fill_budget(
        who,
        amount=str(pounds),
        kind="My own money",
        first=today,
        last=today + timedelta(days=300),
    )
    who.press("Set it aside").reads("Saved. No money has moved.")


def come_by_letter(who: Walker, address: str) -> Walker:
    """Follows the link in somebody's letter, which asks them to sign in on the way."""
    who.go(who.site.link_for(address)).reads("Sign in")
    who.write("Your e-mail", address).write("Your password", who.site.sign_ins[address])
    return who.press("Sign in")


def open_group(who: Walker, name: str) -> Walker:
    """Goes to a group from the list of one's own."""
    return who.go("/groups").follow(name)


def say_yes(who: Walker, *, money: str, at_once: bool) -> Walker:
    """Says yes with money of one's own; `at_once` asks for no time to think."""
    who.pick("Yes, with my own money").pick(money)
    if money.startswith("A direct payment"):
        who.pick("To cook my own meals").pick("No")
    if at_once:
        who.pick("I do not need time to think.")
    return who.press("Send my answer")


def pass_on_yes(who: Walker, *, money: str, how: str, words: str) -> Walker:
    """Passes on somebody's yes with their own money, who needs no time to think."""
    who.pick("They say yes, with their own money").pick(money)
    who.pick("I do not need time to think.").pick(how)
    who.write("What did they say?", words)
    return who.press("Pass on this answer")


def sees_no_names(who: Walker) -> None:
    """Fails where a page, shown or not, has the name of somebody in the group."""
    held = who.page.content()
    for name in ("Amara", "Gwen", "Tomasz", "Obi", "Parry", "Lis", AMARA, GWEN, TOMASZ):
        assert not re.search(rf"\b{re.escape(name)}\b", held), f"{name} is on {who.page.url}"


def written(sum_pence: int) -> str:
    """Pence as a page writes them after the £."""
    return f"{sum_pence // 100:,}.{sum_pence % 100:02d}"
