"""Somebody is asked to help, agrees, sees what they may, and is stopped in two presses."""

from collections.abc import Callable
from datetime import date, timedelta

from microcare.kernel.clock import SystemClock
from tests.e2e.conftest import Walker
from tests.e2e.errors import sees_errors
from tests.e2e.sharing import AMARA

IAN = "supporter@example.org"
GROUP = "Early Swimmers"


def test_a_supporter_helps_by_letter_and_is_stopped_in_two_presses(
    arrive: Callable[[], Walker],
) -> None:
    amara, ian = arrive(), arrive()
    amara.sign_in(AMARA).follow("People who help me here").reads("Nobody yet.")
    ask_with_mistakes_first(amara)
    link = ian.site.link_for(IAN)
    agree(ian, link)
    sees_nothing_that_was_not_shared(ian)
    amara.go("/my/supporters").reads("Ian Parry said yes on")
    amara.follow("Stop this").press("Yes, stop it now").reads("That has stopped.")
    amara.reads("Nobody yet.")
    [letter] = [one for one in ian.site.letters() if IAN in str(one["To"])]
    assert "You no longer act for Amara Obi here." in letter.get_body(("plain",)).get_content()
    ian.go("/my/supporters").reads("Gwen Parry")
    assert "Amara" not in ian.page.content()
    ian.page.goto(link)
    ian.look().reads("This link is over")


def ask_with_mistakes_first(who: Walker) -> None:
    """Asks somebody, and gets it wrong in each way that the page can tell of."""
    who.press("Ask someone to help").press("Ask them")
    sees_errors(
        who,
        "Write a name",
        "Write an e-mail, like sam@example.org",
        "Pick who they are to you",
        "Pick at least one thing",
    )
    fill_request(who, email=AMARA, until=SystemClock().today() - timedelta(days=1))
    who.press("Ask them").reads("Write a day that is still to come")
    fill_request(who, email=AMARA, until=SystemClock().today() + timedelta(days=90))
    who.press("Ask them").reads("Write somebody else's e-mail, not your own.")
    fill_request(who, email=IAN, until=SystemClock().today() + timedelta(days=90))
    who.press("Ask them").reads("We have asked them. Nothing changes until they say yes.")
    who.reads("No answer yet.")


def fill_request(who: Walker, *, email: str, until: date) -> None:
    """Answers whom to ask, what they may do, and until when."""
    who.write("Their name", "Ian Parry").write("Their e-mail", email)
    who.pick("Someone I trust, who helps me").pick("See my groups, and what a plan costs me")
    who.write_day("Until when?", until)


def agree(ian: Walker, link: str) -> None:
    """Opens the letter, signs in on the way, and says yes."""
    ian.go(link).reads("Will you help Amara Obi?").reads("See groups, and what a plan costs")
    ian.reads("Either of you can stop on any day.")
    ian.follow("If you have an account").write("Your e-mail", IAN)
    ian.write("Your password", ian.site.sign_ins[IAN]).press("Sign in")
    ian.reads("Will you help Amara Obi?").press("Yes, I will help")
    ian.reads("Thank you. You now help Amara Obi.").reads("Who you help")


def sees_nothing_that_was_not_shared(ian: Walker) -> None:
    """Nothing of somebody helped is on a supporter's own pages, and no money on the others."""
    ian.go("/groups").reads("You are not in a group yet.")
    ian.go("/my/money").reads("Set some money aside")
    ian.go("/my").reads("For Amara Obi")
    assert GROUP not in ian.page.content()
    ian.follow("For Amara Obi").reads("Amara’s word. You help.").reads(GROUP)
    assert "left to plan with" not in ian.page.content()
    ian.follow("Look at the plan").reads("The answer is Amara Obi’s own")
