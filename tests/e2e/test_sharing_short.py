"""Where sharing does not come to a promise: too little money, a worry, somebody who leaves."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from microcare.kernel.clock import FixedClock, SystemClock
from tests.e2e.conftest import Walker
from tests.e2e.sharing import (
    AMARA,
    GWEN,
    TOMASZ,
    open_group,
    own_money,
    pence,
    say_yes,
    set_aside,
    written,
)

# By keyboard alone these are the same boxes and buttons as in test_sharing.
pytestmark = pytest.mark.parametrize("arrive", ["script", "plain"], indirect=True)

TEA, SWIMMERS, FEET = "Tuesday Tea", "Early Swimmers", "Friday Feet"
WORRY = "The kitchen is hard to get to after dark."
OWN = "My own money, £25.00 each time"
SHORT = "short for these days"


def test_when_the_money_of_one_does_not_reach_nobody_promises_and_only_they_read_why(
    arrive: Callable[[], Walker],
) -> None:
    everyone = amara, gwen, tomasz = arrive(), arrive(), arrive()
    for who, address in zip(everyone, (AMARA, GWEN, TOMASZ), strict=True):
        who.sign_in(address)
    for who in (amara, tomasz):
        set_aside(who, pounds=25)
    open_group(amara, TEA).follow("Read the offers").press("Put this one to everyone")
    share = pence(amara.page.inner_text("main").split("the most you could owe is")[1])
    tell_of_a_worry(gwen)
    read_of_a_worry(amara)
    for who in everyone:
        open_group(who, TEA).follow("Look and answer")
        say_yes(who, money=OWN, at_once=False).reads("We have your answer.")
    gwen.reads("You said yes.")
    open_group(amara, TEA).reads("Everyone agrees. Time to think")
    take_everything_back(gwen)
    before = [own_money(who) for who in everyone]
    think_it_over(everyone)
    open_group(tomasz, TEA).reads("The time to think is over").press("See if it adds up")
    for who in everyone:
        open_group(who, TEA).reads("It does not add up yet")
        who.reads("Nothing was promised, and nobody owes anything.")
    gwen.reads("Only you see this.").reads(f"Your own money was £{written(share)} {SHORT}")
    for who in (amara, tomasz):
        assert SHORT not in who.page.content()
    assert [own_money(who) for who in everyone] == before


def tell_of_a_worry(who: Walker) -> None:
    """Has a worry, which needs words."""
    open_group(who, TEA).follow("Look and answer").pick("I have a worry").press("Send my answer")
    who.reads("Say what worries you, in a sentence or two")
    who.pick("I have a worry").write("What worries you?", WORRY).press("Send my answer")
    who.reads("We have your answer.")


def read_of_a_worry(who: Walker) -> None:
    """Reads what worries another, and not whom."""
    open_group(who, TEA).follow("Look and answer").reads("Somebody has a worry").reads(WORRY)
    assert "Gwen" not in who.page.content()


def take_everything_back(who: Walker) -> None:
    """Takes back more than there is, which is refused, and then all there is."""
    left = own_money(who).left
    who.follow("Take some back").press("Take it back").reads("Write an amount, like 64 or 64.50")
    who.write("How much do you want to take back?", written(left + 1)).press("Take it back")
    who.reads("Some of this is promised or spent")
    who.write("How much do you want to take back?", written(left)).press("Take it back")
    who.reads("is no longer set aside here.").reads("You have £0.00 left to plan with")


def think_it_over(everyone: tuple[Walker, ...]) -> None:
    """Lets the three days to think go by. By then everyone has been signed out."""
    clock = FixedClock(SystemClock().now() + timedelta(days=3, minutes=5))
    everyone[0].site.app.extensions["microcare.clock"] = clock
    for who, address in zip(everyone, (AMARA, GWEN, TOMASZ), strict=True):
        who.go("/my").reads("Sign in")
        who.sign_in(address).reads("Hello")


def test_who_leaves_before_promises_owes_nothing_and_the_plan_ends_for_the_others(
    arrive: Callable[[], Walker],
) -> None:
    amara, gwen = arrive(), arrive()
    gwen.sign_in(GWEN)
    before = own_money(gwen)
    open_group(gwen, SWIMMERS).reads("You said yes. You can still change it.")
    amara.sign_in(AMARA)
    open_group(amara, SWIMMERS).follow("Leave this group").reads("You owe nothing.")
    amara.reads("The plan you are deciding on ends. The others can start a new one.")
    amara.press("Leave this group").reads("You have left. You owe nothing.")
    assert SWIMMERS not in amara.page.inner_text("main")
    gwen.go(gwen.site.link_for(GWEN)).reads("has ended. Nothing was promised")
    assert "Amara" not in gwen.page.inner_text("main")
    assert own_money(gwen) == before


def test_who_has_promised_reads_first_what_leaving_costs_at_most(
    arrive: Callable[[], Walker],
) -> None:
    who = arrive().sign_in(AMARA)
    before = own_money(who)
    open_group(who, FEET).follow("Leave this group").reads("Most you could still owe")
    words = who.page.inner_text("main")
    owed = pence(words.split("Most you could still owe")[1])
    freed = pence(words.split("Yours to plan with again")[1])
    who.press("Leave this group").reads("You have left.")
    after = own_money(who)
    assert after.left == before.left + freed
    assert after.promised == before.promised - freed
    assert owed <= after.promised
