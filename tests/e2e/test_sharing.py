"""Three people with money of their own form a group, ask, agree and promise."""

from collections.abc import Callable
from datetime import date, timedelta

from microcare.kernel.clock import SystemClock
from tests.e2e.conftest import Walker
from tests.e2e.errors import sees_errors
from tests.e2e.sharing import (
    AMARA,
    COOKS,
    GWEN,
    PRIYA,
    TOMASZ,
    come_by_letter,
    fill_budget,
    open_group,
    own_money,
    pence,
    say_yes,
    sees_no_names,
    set_aside,
)

GROUP = "Thursday Table"
# 8 sessions for three, with odd pennies to go round.
A_SESSION, SESSIONS = 55_00, 8
MISSING = (
    "Write the price in numbers, like 18 or 18.50",
    "Write a whole number, like 12",
    "Write the first day, like 14 3 2027",
    "Write the time, like 5pm to 7pm",
    "Write what is included",
    "Write who travels, and whether it is in the price",
    "Write what happens, like free the day before",
    "Write what happens, like: tell me by text",
    "Write the last day to answer, like 12 3 2027",
)
WANTS = "To cook and eat with somebody who knows how."


def test_three_people_share_the_cost_of_an_offer_each_with_their_own_money(
    arrive: Callable[[], Walker],
) -> None:
    amara, gwen, tomasz, priya = (arrive() for _ in range(4))
    amara.sign_in(AMARA).reads("Hello Amara")
    tell_of_money_with_mistakes_first(amara)
    start_and_invite(amara)
    join(gwen, GWEN, brings="I make tea")
    join(tomasz, TOMASZ, brings="")
    for who in (gwen, tomasz):
        set_aside(who, pounds=20)
    say_what_we_want(amara)
    say_what_one_brings(tomasz, others="I make tea")
    ask_from_a_listing(amara)
    make_an_offer_with_mistakes_first(priya)
    everyone = (amara, gwen, tomasz)
    before = [own_money(who) for who in everyone]
    put_it_to_everyone(amara)
    say_yes_with_mistakes_first(amara)
    for who, address in ((gwen, GWEN), (tomasz, TOMASZ)):
        who.go(who.site.link_for(address)).reads("Each of you says yes or no for your own money.")
        say_yes(who, money="My own money, £20.00 each time", at_once=True)
    promised = [see_what_is_promised(who) for who in everyone]
    assert sum(promised) == A_SESSION * SESSIONS
    assert max(promised) - min(promised) <= 1
    for who, old, share in zip(everyone, before, promised, strict=True):
        new = own_money(who)
        assert new.left == old.left - share
        assert new.promised == old.promised + share
    hear_that_they_said_yes(priya)


def tell_of_money_with_mistakes_first(who: Walker) -> None:
    """Sets money aside, and gets it wrong in each way that a page can tell of."""
    today = SystemClock().today()
    start, end = today, today + timedelta(days=300)
    who.follow("See my money").follow("Set more money aside")
    who.write("How often does it come, in weeks?", "").press("Set it aside")
    sees_errors(
        who,
        "Pick one kind of money",
        "Write an amount, like 64 or 64.50",
        "Write a number of weeks, like 4",
        "Write the first day, like 1 4 2026",
        "Write the last day, like 31 3 2027",
    )
    council = "The council looks after it for me"
    fill_budget(who, amount="lots", kind=council, first=start, last=end)
    who.press("Set it aside").reads("Write the amount in numbers, like 18 or 18.50")
    fill_budget(who, amount="20", kind=council, first=start, last=end)
    who.press("Set it aside").reads("They hold this money, so you cannot promise it here.")
    fill_budget(who, amount="20", kind="My own money", first=end, last=start)
    who.press("Set it aside").reads("The last day must come after the first day")
    fill_budget(who, amount="20", kind="My own money", first=start, last=end)
    who.press("Set it aside").reads("Saved. No money has moved.")
    who.reads("£20.00 every week, from")


def start_and_invite(who: Walker) -> None:
    """Starts a group and writes to two others, whose letters do not say what it is about."""
    who.go("/groups").follow("Start a group").press("Start it").reads("Write a name")
    who.write("What will you call your group?", GROUP).press("Start it")
    who.reads("Your group is there. Now ask somebody to join.")
    who.follow("Invite a person").write("What is their e-mail address?", "gwen").press("Send it")
    who.reads("Write an e-mail address, like name@example.org")
    who.write("What is their e-mail address?", GWEN).press("Send it")
    who.reads("We have written to them.")
    who.follow("Invite a person").write("What is their e-mail address?", TOMASZ).press("Send it")
    who.reads("We have written to them.")


def join(who: Walker, address: str, *, brings: str) -> None:
    """Joins from the letter, told before what the others will see."""
    come_by_letter(who, address).reads("Amara asks you to join a group")
    who.reads("Nobody sees how much money you have.")
    who.write("What could you bring?", brings).press("Join").reads("You are in.")


def say_what_we_want(who: Walker) -> None:
    """Writes what the group wants."""
    open_group(who, GROUP).follow("Write what we want").press("Save")
    who.reads("Write what you want, in a sentence or two")
    who.write("What do you want to do?", WANTS).write("When?", "Thursdays from 5pm")
    who.write("Where, roughly?", "Rowbarton Hall").press("Save")
    who.reads("Saved. Everyone in the group can read it.").reads(WANTS)


def say_what_one_brings(who: Walker, *, others: str) -> None:
    """Says later what one could bring, and reads what the others said."""
    open_group(who, GROUP).reads(others).follow("Say what you could bring")
    who.write("What could you bring?", "Strong arms").press("Save").reads("Tomasz: Strong arms")


def ask_from_a_listing(who: Walker) -> None:
    """Finds an approved provider and asks them for an offer on their page."""
    open_group(who, GROUP).follow("Find support")
    if who.page.locator("summary", has_text="Any help").is_visible():
        # On a phone the search is folded away above the results.
        who.unfold("Any help")
    who.write("What would help?", "cooking").write("Where?", "Taunton").press("Search")
    who.follow(COOKS).reads("They read what your group wants. They see no names.")
    who.press(f"Ask for {GROUP}").reads("We have asked them.").reads("Waiting for an offer")
    who.reads(f"{COOKS}: waiting for an answer")


def make_an_offer_with_mistakes_first(priya: Walker) -> None:
    """The provider reads what is wanted, by whom they are not told, and offers."""
    come_by_letter(priya, PRIYA).reads("A group asks for an offer").reads(WANTS)
    priya.reads("3 people. We do not tell you who they are.")
    sees_no_names(priya)
    priya.press("Send my offer")
    sees_errors(priya, *MISSING)
    sees_no_names(priya)
    today = SystemClock().today()
    closes, first = today + timedelta(days=2), today + timedelta(days=1)
    fill_offer(priya, price="fifty", first=first, closes=closes)
    priya.press("Send my offer").reads("Write the amount in numbers")
    fill_offer(priya, price="55", first=first, closes=closes)
    priya.press("Send my offer").reads("Give them at least 5 days to answer")
    fill_offer(priya, price="55", first=first, closes=today + timedelta(days=7))
    priya.press("Send my offer")
    priya.reads("The first day must be 4 days or more after the day they must answer by")
    fill_offer(priya, price="55", first=today + timedelta(days=14), closes=today + timedelta(7))
    priya.press("Send my offer").reads("Your offer is with the group.").reads("You made an offer.")
    sees_no_names(priya)


def fill_offer(priya: Walker, *, price: str, first: date, closes: date) -> None:
    """Answers the questions of an offer."""
    priya.write("What does one session cost, for all of them together?", price)
    priya.write("How many sessions?", str(SESSIONS))
    priya.write("What time of day?", "5pm to 7pm")
    priya.write("What do they get?", "Both of us, and the washing up.")
    priya.write("Who travels, and is it in the price?", "We come by bus. It is in the price.")
    priya.write("What if they cancel a session?", "Free the day before.")
    priya.write("How many weeks of notice if one of them leaves?", "2")
    priya.write("What else if one of them leaves?", "Tell me by text.")
    priya.write_day("What day is the first one?", first)
    priya.write_day("By what day must they answer?", closes)


def put_it_to_everyone(who: Walker) -> None:
    """Reads the offer with one's own sums, and puts it to everyone."""
    who.go(who.site.link_for(AMARA)).reads("Offers for Thursday Table")
    who.reads("£55.00 a session, £440.00 in all").reads("£18.33")
    who.press("Put this one to everyone")
    who.reads("Now each of you says yes or no for your own money.").reads("Left after")


def say_yes_with_mistakes_first(who: Walker) -> None:
    """Says nothing, then yes without money, then yes."""
    who.unfold("Choose another offer instead").unfold("Proof that nothing was changed")
    who.press("Send my answer").reads("Pick one answer")
    who.pick("Yes, with my own money").press("Send my answer")
    who.reads("Pick which of your money to use")
    say_yes(who, money="My own money, £20.00 each time", at_once=True)
    who.reads("We have your answer.").reads("You said yes. You can still change it.")


def see_what_is_promised(who: Walker) -> int:
    """What one member promised, in pence, as the page of the plan and `/my` both say."""
    open_group(who, GROUP).reads(f"You are going ahead with {COOKS}").reads("Fully covered.")
    who.follow("See what you promised").unfold("Proof that nothing was changed")
    words = who.page.inner_text("main")
    assert "Promised. Your part is" in words
    share = pence(words.split("Promised.")[1])
    assert pence(words.split("In all")[1]) == share
    promises = who.go("/my").page.inner_text("main").split("What you have promised", 1)[1]
    assert pence(promises.split(COOKS)[1]) == share
    return share


def hear_that_they_said_yes(priya: Walker) -> None:
    """The provider reads what was promised, and no names."""
    priya.go(priya.site.link_for(PRIYA)).reads("They said yes to your offer")
    priya.reads("Promised by all of them: 8 sessions at £55.00")
    sees_no_names(priya)
