"""A visitor looks for support, reads a page, keeps it, asks a question; and is never stuck."""

import re
from typing import Any

from tests.e2e.conftest import Walker
from tests.e2e.errors import goes_to_field, sees_error_in_search, sees_errors

COOKS = "Kitchen Table Cooks"
ASKED = {"words": "Do you cook in the evening?", "name": "Bea", "email": "bea@example.net"}


def heading_number(who: Walker) -> int:
    """How many the heading says were found."""
    found = re.search(r"\d+", who.page.inner_text("h1"))
    assert found, who.page.inner_text("h1")
    return int(found[0])


def unfolded(who: Walker, words: str) -> Walker:
    """Opens a fold, where the window is too small for it to stand open."""
    folds = f'details:has(> summary:has-text("{words}")):not([open])'
    return who.unfold(words) if who.page.locator(folds).count() else who


def look_for(who: Walker, words: str, near: str) -> Walker:
    """Looks from the front page."""
    who.go("/").write("What would help?", words).write("Where? Town or postcode", near)
    return who.press("Find support")


def cards(who: Walker) -> list[str]:
    """The words of each result."""
    return [" ".join(text.split()) for text in who.page.locator(".mc-result").all_inner_texts()]


def sees_only_paper(who: Walker) -> None:
    """On paper there is what it costs and where it is from, and nothing to press."""
    page = who.page
    # A button that only a script can work is there only with one.
    assert page.get_by_role("button", name="Print").is_visible() == who.has_script
    page.emulate_media(media="print")
    assert page.get_by_text("This page is at").is_visible()
    assert page.get_by_text("£18").first.is_visible()
    for name in ("Ask a question", "Saved"):
        assert not page.get_by_text(name, exact=True).first.is_visible()
    assert not page.get_by_role("navigation", name="Menu").is_visible()
    page.emulate_media(media="screen")


def test_a_visitor_finds_support_keeps_the_page_and_asks_a_question(arrive: Any) -> None:
    comer = arrive()
    look_for(comer, "cooking", "Taunton").reads("near Taunton for “cooking”")
    found = cards(comer)
    assert heading_number(comer) == len(found)
    assert COOKS in found[0]
    for words in ("£18 an hour", "About 1 mile away. Comes to you", "Has room for 2 people"):
        assert words in found[0]
    assert "Why it is here: it helps with cooking together; it has room now." in found[0]

    unfolded(comer, "Show only")
    chip = comer.page.locator("label[for=f-room]")
    expected = int(re.sub(r"\D", "", chip.inner_text()))
    comer.pick("Has room now").press("Update the list")
    assert heading_number(comer) == expected < len(found)
    assert all("Has room" in card for card in cards(comer))
    unfolded(unfolded(comer, "Show only"), "More choices")
    comer.pick("Wednesday").write("Most you would pay for an hour", "8").press("Update the list")
    assert all("Wednesday" in card for card in cards(comer))
    assert "Halcon Supper Club" in cards(comer)[0]
    comer.page.go_back()
    comer.page.go_back()

    comer.follow(COOKS).reads("We do not show where anybody lives.")
    comer.reads("About £4.50 each if 4 of you share").reads("In danger now? Call 999.")
    comer.press("Save").follow("See all you saved").reads(COOKS)
    comer.follow(COOKS)
    sees_only_paper(comer)
    ask_a_question(comer)


def ask_a_question(who: Walker) -> None:
    """Sends one with nothing in it, is told what is missing, and writes it."""
    who.follow("Ask a question").press("Send my question")
    sees_errors(
        who,
        "Write your question",
        "Write a name they can call you",
        "Write your whole e-mail, like sam@example.org",
    )
    goes_to_field(who, "Write your question", "Your question")
    who.write("Your question", ASKED["words"]).write("What shall they call you?", ASKED["name"])
    who.write("Your e-mail", ASKED["email"]).press("Send my question")
    who.reads("Your question is on its way")
    letter = next(one for one in who.site.letters() if "provider@example.org" in str(one["To"]))
    assert ASKED["email"] not in letter.as_string()


def test_a_visitor_is_never_at_a_dead_end(arrive: Any) -> None:
    comer = arrive()
    look_for(comer, "", "")
    sees_error_in_search(comer, "Where?", "Write a town or postcode")
    comer.write("Where?", "Tauntin").press("Search")
    sees_error_in_search(comer, "Where?", "We do not know “Tauntin”. Did you mean Taunton?")
    comer.reads("Did you mean one of these?").follow("Taunton", exact=True).reads("near Taunton")

    look_for(comer, "cooking", "Newport").reads("Which Newport do you mean?")
    choices = comer.page.locator(".mc-ways a").all_inner_texts()
    assert len({text.partition("Newport, ")[2] for text in choices}) == len(choices) > 1
    comer.follow("Newport, Isle of Wight").reads("No one near Newport").follow("Look anywhere")
    comer.reads("for “cooking”")

    look_for(comer, "donkeys", "Taunton").reads("No one near Taunton does that yet")
    comer.follow("Look further away").reads("Donkeys at Dawn")

    look_for(comer, "accordion songs", "Taunton").reads("No one near Taunton does that yet")
    comer.follow("Leave out “accordion”").reads("near Taunton for “songs”")
    assert len(cards(comer)) == heading_number(comer) > 0

    comer.page.go_back()
    comer.press("Tell Dawn it is wanted here")
    comer.reads("Dawn Okafor has been told that this is wanted here.")
