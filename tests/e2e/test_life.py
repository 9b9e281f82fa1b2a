"""A group's whole life at the site, from strangers to statements that add up to what was billed."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta

import pytest

from tests.e2e import life
from tests.e2e.conftest import Walker
from tests.e2e.helper import Helper, begin_to_help, name_nominated_person
from tests.e2e.letters import make_account
from tests.e2e.sharing import COOKS, PRIYA, open_group, pass_on_yes, say_yes, set_aside

# By keyboard alone these are the same boxes and buttons as elsewhere.
pytestmark = pytest.mark.parametrize("arrive", ["script", "plain"], indirect=True)

# Who know nothing of each other: two of them make their account on the day.
JOAN, NIA, MIRIAM = "joan@example.org", "nia@example.com", "miriam@example.com"
# Joan's nominated person, who does everything for her but look at a total.
IAN = "supporter@example.org"
NAMES = {NIA: "Nia Rees", MIRIAM: "Miriam Khan"}
GROUP = "Cooking together"
LATE = "We came late"
OWN = "My own money, £25.00 each time"


def test_strangers_cook_together_six_times_and_end_owing_nothing_to_the_penny(
    arrive: Callable[[], Walker],
) -> None:
    nia, joan, miriam, priya, ian = (arrive() for _ in range(5))
    everybody = {NIA: nia, JOAN: joan, MIRIAM: miriam, PRIYA: priya, IAN: ian}
    start = life.today()
    first = start + timedelta(weeks=2)
    life.be_on(nia.site, start)
    come_in(everybody)
    name_nominated_person(joan, name="Ian Parry", email=IAN, until=start + timedelta(days=300))
    for_joan = begin_to_help(ian, email=IAN, name="Joan Webb")
    three = (nia, for_joan, miriam)
    find_each_other(*three)
    agree(three, priya, start=start, first=first)

    return_on(first + timedelta(weeks=2), everybody)
    life.take_place(priya, sessions=3)
    life.bill(priya, sessions=3, price="54", reference="K1")
    paid = pay_together(looked_at_by=(nia, joan), paid_by=three)
    leave_half_way(miriam)

    return_on(first + timedelta(weeks=4), everybody)
    life.take_place(priya, sessions=2)
    life.bill(priya, sessions=2, price="50", reference="K2")
    # Two weeks of notice: Miriam's are two sessions more.
    paid += pay_together(looked_at_by=(nia, joan), paid_by=three)

    return_on(first + timedelta(weeks=5), everybody)
    life.take_place(priya, sessions=1)
    # Nobody pays for who left: the last one is for two.
    life.bill(priya, sessions=1, price="36", reference="K3")
    paid += pay_together(looked_at_by=(nia, joan), paid_by=(nia, joan))
    life.give_back(priya, reference="K1", pounds="9", reason=LATE)

    return_on(first + timedelta(weeks=5, days=1), everybody)
    open_group(nia, GROUP).follow("Bring this group to an end").press("Bring it to an end")
    nia.reads("This group is coming to an end")
    back = sum(life.comes_back(who, reason=LATE) for who in three)
    open_group(nia, GROUP).reads("This group has closed")

    assert "Said that your part of a bill is paid" in seen_by(joan)
    statements = [life.statement(who) for who in three]
    assert paid == 3 * 54_00 + 2 * 50_00 + 36_00
    assert back == 9_00
    assert sum(one["spent"] for one in statements) == paid
    assert sum(one["money_back"] for one in statements) == back
    for one in statements:
        assert one["closing_promised"] == one["closing_owed_back"] == 0


def seen_by(joan: Walker) -> str:
    """What a person reads of what was done for them."""
    return joan.go("/my/supporters").page.inner_text("main")


def come_in(everybody: Mapping[str, Walker]) -> None:
    """Everybody signs in; those who are new make an account."""
    for address, who in everybody.items():
        if address in who.site.sign_ins:
            who.sign_in(address).reads("Hello")
        else:
            who.go("/my").follow("If you are new here")
            make_account(who, name=NAMES[address], address=address).reads("Hello")


def return_on(day: date, everybody: Mapping[str, Walker]) -> None:
    """Days later, everybody signs in again."""
    for address, who in everybody.items():
        life.be_on(who.site, day)
        life.come_back(who, address)


def find_each_other(nia: Walker, joan: Walker, miriam: Walker) -> None:
    """Two find each other and start a group; it looks for one more and finds Miriam."""
    for who in (nia, joan):
        life.say_what_one_would_do(who)
    life.meet(nia, joan, first_names=("Nia", "Joan"))
    life.ask_to_join(nia, joan, press="Start a group with Joan")
    life.say_what_one_would_do(miriam)
    life.say_what_one_would_do(nia, group=GROUP)
    life.meet(nia, miriam, first_names=("Nia", "Miriam"))
    life.ask_to_join(nia, miriam, press=f"Ask Miriam to join {GROUP}")


def agree(three: tuple[Walker, ...], priya: Walker, *, start: date, first: date) -> None:
    """They set money aside, ask for an offer, and each says yes with their own."""
    nia = three[0]
    for who in three:
        set_aside(who, pounds=25)
    open_group(nia, GROUP).follow("Write what we want")
    nia.write("What do you want to do?", "To cook together").write("When?", "Evenings")
    nia.write("Where, roughly?", "Rowbarton Hall").press("Save")
    nia.go("/search?q=cooking&near=Taunton").follow(COOKS).press(f"Ask for {GROUP}")
    life.come_to_the_request(priya)
    life.offer(priya, first=first, closes=start + timedelta(days=7))
    open_group(nia, GROUP).follow("Read the offer").press("Put this one to everyone")
    for who in three:
        open_group(who, GROUP).follow("Look and answer")
        if isinstance(who, Helper):
            pass_on_yes(who, money=OWN, how="By telephone", words="Yes, I want to cook with them")
        else:
            say_yes(who, money=OWN, at_once=True)
    open_group(nia, GROUP).reads(f"You are going ahead with {COOKS}")


def pay_together(*, looked_at_by: tuple[Walker, ...], paid_by: tuple[Walker, ...]) -> int:
    """Two find the newest bill right, then each pays their own part; what they paid in all."""
    for who in looked_at_by:
        life.find_it_right(who)
    return sum(life.pay(who) for who in paid_by)


def leave_half_way(miriam: Walker) -> None:
    """Reads first what leaving costs at most: two more sessions of £18."""
    open_group(miriam, GROUP).follow("Leave this group").reads("2 sessions, until")
    miriam.reads("£36.00").press("Leave this group").reads("You have left.")
