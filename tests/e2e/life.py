"""What a group lives through at the site until it ends, a step a function.

Days go by on the site's clock, never on the wall. Told by the words on the page alone.
"""

import csv
from datetime import date, datetime, time, timedelta

from playwright.sync_api import Locator

from microcare.kernel.clock import LONDON, FixedClock, SystemClock
from tests.e2e.conftest import Site, Walker
from tests.e2e.letters import sign_in_by_link
from tests.e2e.sharing import COOKS, PRIYA, open_group, pence

MORNING = time(10, 30)
A_SESSION, SESSIONS = 54_00, 6
WANTED = "Cooking together"


def be_on(site: Site, day: date) -> None:
    """Makes it the morning of `day` at the site."""
    clock = FixedClock(datetime.combine(day, MORNING, tzinfo=LONDON))
    site.app.extensions["microcare.clock"] = clock


def today() -> date:
    """The day on which the site's story begins."""
    return SystemClock().today()


def come_back(who: Walker, address: str) -> Walker:
    """Signs in again, as somebody must after days away."""
    who.go("/my").reads("Sign in")
    if address in who.site.sign_ins:
        return who.sign_in(address).reads("Hello")
    return sign_in_by_link(who, address).reads("Hello")


def say_what_one_would_do(who: Walker, *, group: str = "") -> None:
    """Says what one would like to do with others, where and when; for a group of one's own."""
    if group:
        open_group(who, group).follow("Find one more person near you")
    else:
        who.go("/groups").follow("Find people to share with").follow("Say ")
    who.unfold("Cooking and meals").pick(WANTED, of="What do you want to do?")
    who.write("Where, roughly?", "TA1")
    who.pick("Weekday evenings")
    if group:
        who.pick(group, of="Who is it for?")
    who.press("Save")


def meet(one: Walker, other: Walker, *, first_names: tuple[str, str]) -> None:
    """Two are told of someone near; their names show once both have said yes, and not before."""
    for who in (one, other):
        who.go("/groups/find").reads("Someone near you wants this too.")
        # The last: what somebody wants for a group of theirs comes after what they want themself.
        wanted = who.page.get_by_role("region", name=WANTED).last
        with who.page.expect_navigation():
            wanted.get_by_role("button", name="I would like to meet them").click()
        who.look()
    for who, theirs in zip((one, other), reversed(first_names), strict=True):
        who.go("/groups/find").reads("Shall we tell you each other's first names?")
        assert theirs not in who.page.content()
        who.press("Yes, tell them my first name")
    for who, theirs in zip((one, other), reversed(first_names), strict=True):
        who.go("/groups/find").reads(f"You and {theirs} said yes")


def ask_to_join(who: Walker, other: Walker, *, press: str) -> None:
    """One asks the other to join, who looks at it first, and joins."""
    who.press(press)
    other.go("/groups/find").press("Look at it").reads("Nobody sees how much money you have.")
    other.press("Join").reads("You are in.")


def sessions_and_bills(priya: Walker) -> Walker:
    """The provider's page of what a group agreed to."""
    asked = priya.go("/my/requests").page.get_by_role("link", name="They said yes.")
    with priya.page.expect_navigation():
        asked.filter(has_text="cook").first.click()
    return priya.follow("Sessions and bills")


def take_place(priya: Walker, *, sessions: int) -> None:
    """The provider says that the next sessions took place."""
    sessions_and_bills(priya)
    for _ in range(sessions):
        priya.press("It took place")


def bill(priya: Walker, *, sessions: int, price: str, reference: str) -> None:
    """The provider bills all that took place and is on no bill yet."""
    sessions_and_bills(priya).follow("Send a bill")
    boxes = priya.page.get_by_role("main").get_by_role("checkbox")
    assert boxes.count() == sessions
    for box in boxes.all():
        box.check()
    priya.write("What does each of these cost, for all of them together?", price)
    priya.write("Your own number for this bill", reference).press("Send it")


def find_it_right(who: Walker) -> None:
    """Looks at the total of the newest bill."""
    open_bill(who).reads("Is this total right?").press("Yes, the total is right")


def pay(who: Walker) -> int:
    """Says that one's own part of the newest bill is paid; answers it in pence."""
    open_bill(who).reads("Did you pay your part?")
    words = who.page.get_by_role("button", name="Yes, I paid").inner_text()
    who.press(words).reads("You said that you paid")
    return pence(words)


def open_bill(who: Walker) -> Walker:
    """Goes to the newest of one's bills."""
    return who.go("/my/bills").follow(f"{COOKS}, £")


def give_back(priya: Walker, *, reference: str, pounds: str, reason: str) -> None:
    """The provider gives back some of the first session of a bill."""
    sessions_and_bills(priya).follow(reference)
    priya.page.get_by_role("radio").first.check()
    priya.write("How much comes back, for all of them together?", pounds)
    priya.write("Why does it come back?", reason).press("Give it back")
    priya.reads(f"You gave £{pounds}.00 of it back.")


def comes_back(who: Walker, *, reason: str) -> int:
    """Says that money came back, from the bill that tells of it; answers how much, in pence."""
    bills = [one.get_attribute("href") for one in links_to_bills(who).all()]
    for address in bills:
        who.go(str(address))
        if reason in who.page.inner_text("main"):
            back = pence(who.page.inner_text("main").split(reason)[1])
            who.press("It came back to me").reads("It came back")
            return back
    raise AssertionError(f"no bill tells of {reason!r}")


def links_to_bills(who: Walker) -> Locator:
    """The links of one's own list of bills."""
    return who.go("/my/bills").page.get_by_role("main").get_by_role("link", name=f"{COOKS}, £")


def statement(who: Walker) -> dict[str, int]:
    """What one's statement of own money says to the end of today: pence by its parts.

    Taken from the table that is downloaded, and held against what the page shows.
    """
    who.go("/my/money").follow("Statement of My own money")
    shown = pence(who.page.inner_text("main").split("At the end")[1])
    with who.download("As a table (CSV)").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    parts: dict[str, int] = {}
    for row in rows:
        parts[row["part"]] = parts.get(row["part"], 0) + in_pence(row["amount_pounds"])
    changes = sum(in_pence(row["change_pounds"]) for row in rows if row["change_pounds"])
    assert changes == parts["closing"] == shown
    return parts


def in_pence(amount: str) -> int:
    """A table's amount, like -18.50, in pence."""
    return round(float(amount) * 100)


def weeks_on(day: date, count: int) -> date:
    """The same weekday, so many weeks later."""
    return day + timedelta(weeks=count)


def offer(priya: Walker, *, first: date, closes: date) -> None:
    """Offers six sessions, with two weeks of notice."""
    priya.write("What does one session cost, for all of them together?", f"{A_SESSION // 100}")
    priya.write("How many sessions?", str(SESSIONS)).write("What time of day?", "5pm to 7pm")
    priya.write("What do they get?", "Both of us, and the washing up.")
    priya.write("Who travels, and is it in the price?", "We come by bus. It is in the price.")
    priya.write("What if they cancel a session?", "Free the day before.")
    priya.write("How many weeks of notice if one of them leaves?", "2")
    priya.write("What else if one of them leaves?", "Tell me by text.")
    priya.write_day("What day is the first one?", first)
    priya.write_day("By what day must they answer?", closes)
    priya.press("Send my offer").reads("Your offer is with the group.")


def come_to_the_request(priya: Walker) -> None:
    """The provider follows the letter, and reads what is wanted."""
    priya.go(priya.site.link_for(PRIYA)).reads("A group asks for an offer")
