"""A catalyst works the desk: papers seen, a yes, changes, a no, ideas, wishes and reports."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.e2e.conftest import Site, Walker
from tests.e2e.errors import sees_errors
from tests.e2e.letters import make_account, sign_in_by_link

DAWN = "catalyst@example.org"
EGGS, EGGS_KEEPER = "Sunny Side Up", "sunny-side-up@example.com"
SPORT, SPORT_KEEPER = "Lyngford Lads and Lasses", "lyngford-lads-and-lasses@example.com"
PLEASE = "I would eat here. Say what you do about allergies."
SORRY = "It is a fine club. Come back when the hall has a fire door."
NEXT_YEAR = datetime.now(UTC).date() + timedelta(days=365)


def test_a_catalyst_asks_for_changes_sees_each_paper_and_says_yes(
    arrive: Any, another: Any
) -> None:
    dawn, visitor = arrive(), another(has_script=False)
    search = "/search?q=breakfast&near=Taunton"
    assert EGGS not in visitor.go(search).page.inner_text("main")
    dawn.sign_in(DAWN).go("/my").follow("Your desk").reads("Waiting for your answer")
    dawn.follow(EGGS).reads("0 of 4 seen").reads("You cannot say yes yet.")
    assert not dawn.page.get_by_label("Yes, put it on the map").count()
    dawn.pick("Ask for changes").press("Send my answer")
    sees_errors(dawn, "Say why, in a sentence or two")
    dawn.write("Your words to them", PLEASE).press("Send my answer")
    dawn.reads(f"Sent. {EGGS} can change it now.")
    assert EGGS not in dawn.page.get_by_role("list", name="Waiting for your answer").inner_text()

    send_again(visitor)
    see_every_paper(dawn.go("/catalyst").follow(EGGS))
    dawn.reads("4 of 4 seen").pick("Yes, put it on the map").write("Your words to them", "Yum.")
    dawn.press("Send my answer").reads(f"{EGGS} is on the map now.")
    visitor.go(search).follow(EGGS).reads("What we checked").reads("Dawn Okafor")


def send_again(nadia: Walker) -> None:
    """The keeper comes in by a link, reads the catalyst's words, and sends it once more."""
    sign_in_by_link(nadia, EGGS_KEEPER).go("/my/listings").follow(EGGS).reads(PLEASE)
    nadia.follow("Check your answers and send").press("Send to Dawn")


def see_every_paper(dawn: Walker) -> None:
    """Writes down what was seen of each check that the page calls for."""
    link = "Note what you saw"
    while dawn.page.get_by_role("link", name=link).count():
        dawn.follow(link)
        if dawn.page.inner_text("h1") == "Insurance":
            see_insurance(dawn)
        dawn.write("What did you see?", "The paper itself").press("Save what I saw")
        dawn.reads("Saved. You saw it.")


def see_insurance(dawn: Walker) -> None:
    """Is told what is missing of the one check with a sum and a last day, and writes it."""
    dawn.press("Save what I saw")
    sees_errors(
        dawn,
        "Write what you saw, like a passport",
        "Write the amount in pounds, like 5,000,000",
        "Write the day, like 14 3 2027",
    )
    dawn.write("How much is it for?", "5,000,000").write_day("When does it end?", NEXT_YEAR)


def test_a_catalyst_says_no_and_the_reason_is_read(arrive: Any, another: Any) -> None:
    dawn = arrive()
    dawn.sign_in(DAWN).go("/catalyst").follow(SPORT)
    dawn.pick("No, and say why").press("Send my answer")
    sees_errors(dawn, "Say why, in a sentence or two")
    dawn.write("Your words to them", SORRY).press("Send my answer")
    dawn.reads("Sent. They can read why.")
    keeper = sign_in_by_link(another(has_script=False), SPORT_KEEPER)
    keeper.go("/my/listings").follow(SPORT).reads("Not this time").reads(SORRY)
    keeper.press("Change it and send it again").reads("parts done.")


def test_a_catalyst_notes_an_idea_and_hands_it_to_its_owner(arrive: Any, another: Any) -> None:
    dawn = arrive()
    dawn.sign_in(DAWN).go("/catalyst").follow("Note an idea").press("Note it")
    sees_errors(
        dawn,
        "Write a name, like Cooking near Minehead",
        "Write a sentence or two",
        "Pick one of these",
    )
    dawn.write("What would you call it?", "Minehead Mending").pick("Small enterprise")
    dawn.write("What do you know so far?", "Wes darns for the pub.").press("Note it")
    dawn.reads("Minehead Mending").reads("Wes darns for the pub.")
    dawn.follow("Give it to its owner").press("Write to them")
    sees_errors(dawn, "Write their whole e-mail, like sam@example.org")
    dawn.write("What is the owner's e-mail?", "wes@example.net").press("Write to them")
    dawn.reads("Sent. The link works for 3 weeks.").reads("They have not taken it up yet.")

    wes = another(has_script=False)
    take_up(wes, wes.site)
    dawn.page.reload()
    dawn.look().reads("Wes Dare looks after it.")


def take_up(wes: Walker, site: Site) -> None:
    """The owner opens the link, makes an account on the way, and says that it is theirs."""
    wes.go(site.link_for("wes@example.net")).follow("Make an account")
    make_account(wes, name="Wes Dare", address="wes@example.net")
    wes.reads("Is Minehead Mending yours?").press("Yes, it is mine")
    wes.reads("It is yours now. Answer the rest and send it.")
    assert "darns" not in wes.page.inner_text("main")


def test_a_catalyst_settles_what_was_asked_for_and_what_is_wrong(arrive: Any, site: Site) -> None:
    dawn = arrive()
    dawn.sign_in(DAWN).go("/catalyst")
    before = things_to_do(dawn)
    wish = dawn.page.get_by_role("list", name="People asked for your help").get_by_role("heading")
    words = wish.all_inner_texts()
    dawn.press("Dealt with").reads("Taken off your desk.")
    assert wish.all_inner_texts() == words[1:]

    dawn.follow("Norton Pottery Days").reads("The number is not in use.")
    dawn.write("Your words to them", "They have a new one. It is on the page.")
    dawn.press("It is settled").reads("Settled. We have written to them.")
    assert things_to_do(dawn) == before - 1
    letter = next(one for one in site.letters() if "joan@example.org" in str(one["To"]))
    assert "They have a new one." in letter.get_body(("plain",)).get_content()


def things_to_do(who: Walker) -> int:
    """How many things the desk's heading says need the catalyst."""
    found = re.search(r"(\d+) things? needs? you", who.page.inner_text("h1"))
    assert found, who.page.inner_text("h1")
    return int(found[1])
