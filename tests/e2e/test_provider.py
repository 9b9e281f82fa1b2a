"""A provider makes a page and puts right what the catalyst asks for; later keeps it right."""

from typing import Any

from tests.e2e.conftest import Site, Walker
from tests.e2e.errors import sees_errors
from tests.e2e.keyboard import Keys
from tests.e2e.letters import make_account
from tests.e2e.task_list import PARTS, Question
from tests.factories.directory import FakeGazetteer

OTTERS = "Otter Watch"
CALLUM = "callum@example.net"
COOKS = "Kitchen Table Cooks"
PRIYA, DAWN = "provider@example.org", "catalyst@example.org"
WISH = "I love the otters. Say what it costs when two people come."
SAVE = "Save and go on"


def test_a_provider_makes_a_page_sends_it_and_puts_right_what_is_asked(
    arrive: Any, another: Any, site: Site
) -> None:
    # The council of a postcode is known where the file of all postcodes has been built.
    site.app.extensions["microcare.gazetteer"] = FakeGazetteer()
    callum = arrive()
    sign_up(callum)
    start_page(callum)
    for part, questions in PARTS.items():
        answer_part(callum, part, questions)
    callum.reads(f"{len(PARTS)} of {len(PARTS)} parts done.")
    check_and_send(callum)
    ask_for_changes(another(has_script=False))

    callum.go(site.link_for(CALLUM)).reads("Dawn Okafor wrote to you").reads(WISH)
    asked = callum.page.get_by_role("listitem").filter(has_text="asks you to change this")
    assert asked.get_by_role("link").all_inner_texts() == ["What it costs"]
    callum.follow("What it costs").press(SAVE)
    callum.write("What does the price include?", "A torch. Two people pay £9 each.").press(SAVE)
    callum.press(SAVE).follow("Check your answers and send").reads("Two people pay £9 each.")
    callum.press("Send to Dawn").reads("Waiting for the catalyst")


def sign_up(who: Walker) -> None:
    """Makes an account on the way to making a page."""
    who.go("/listings/new").follow("I am new here").press("Make an account")
    sees_errors(who, "Write a name", "Write an e-mail, like sam@example.org")
    make_account(who, name="Callum Reed", address=CALLUM)


def start_page(who: Walker) -> None:
    """Says what it is called and what it is; then there is the list of what is to do."""
    who.reads("Make your page").press("Make your page")
    sees_errors(who, "Write a name, like Moor Walks", "Pick what it is")
    who.write("Its name", OTTERS).pick("Small enterprise").press("Make your page")
    who.reads(f"Your page: {OTTERS}").reads("All saved.")
    assert not who.page.get_by_role("link", name="Check your answers and send").count()


def answer_part(who: Walker, part: str, questions: tuple[Question, ...]) -> None:
    """Opens a line of the list and answers what it asks; then the line says that it is done."""
    who.follow(part)
    for question in questions:
        assert who.page.inner_text("h1") == question.title
        # By keys alone only once: the way back to the first field is the same on each page.
        if question.errors and (not isinstance(who, Keys) or len(question.errors) > 3):
            sees_errors(who.press(SAVE), *question.errors)
        question.fill(who)
        who.press(SAVE)
    line = who.page.get_by_role("listitem").filter(has=who.page.get_by_role("link", name=part))
    assert "Done" in line.inner_text()


def check_and_send(who: Walker) -> None:
    """Reads all answers on one page, changes one from there, sees the page to be, and sends."""
    who.follow("Check your answers and send").reads("The otter comes first.")
    who.reads("Up to 6 miles from").reads("9am to 4:30pm")
    who.follow("Change Price").write("Price", "18").press(SAVE)
    who.follow("Come back to this later").follow("Check your answers and send")
    who.reads("£18 an hour").follow("See how your page will look").reads("I saw a heron.")
    who.page.go_back()
    who.press("Send to Dawn").reads("Sent. We will write to you.")
    who.reads("Waiting for the catalyst")


def ask_for_changes(dawn: Walker) -> None:
    """The catalyst reads it and asks for a change to one part."""
    dawn.sign_in(DAWN).go(dawn.site.link_for(DAWN)).follow(OTTERS)
    dawn.pick("Ask for changes").write("Your words to them", WISH)
    dawn.unfold("Mark the parts to change").pick("What it costs").press("Send my answer")
    dawn.reads(f"Sent. {OTTERS} can change it now.")


def test_a_provider_answers_a_question_and_keeps_the_page_right(
    arrive: Any, another: Any, site: Site
) -> None:
    priya, visitor = arrive(), another(has_script=False)
    answer_by_link(priya, visitor)
    visitor.sign_in(DAWN).go("/catalyst/listings?q=kitchen").follow(COOKS)
    visitor.press("Ask if it is still right").reads("Asked. They get an e-mail with one button.")
    priya.go(site.link_for(PRIYA)).reads("Hello Priya. Is this still right?").reads("£18 an hour")
    priya.press("Yes, all still right").reads("Your page now says “Confirmed right")

    priya.sign_in(PRIYA).go("/my").follow("Your pages").follow(COOKS)
    priya.follow("Room for more people").pick("Full now").press(SAVE)
    visitor.go("/listings/kitchen-table-cooks").reads("Full now")
    priya.press("Pause for a while").reads("Your page is paused. Nobody finds it in a search.")
    assert COOKS not in visitor.go("/search?q=cooking&near=Taunton").page.inner_text("main")
    visitor.go("/listings/kitchen-table-cooks").reads("They are not taking new people now.")
    priya.press("Open it again").reads("Your page is open again.")
    visitor.go("/search?q=cooking&near=Taunton").reads(COOKS)


def answer_by_link(priya: Walker, visitor: Walker) -> None:
    """Somebody asks; the answer is written behind the link in a letter, and comes back by one."""
    site = visitor.site
    visitor.go("/listings/kitchen-table-cooks/ask").write("Your question", "Do you do puddings?")
    visitor.write("What shall they call you?", "Bea").write("Your e-mail", "bea@example.net")
    visitor.press("Send my question")
    priya.go(site.link_for(PRIYA)).reads("A question from Bea").reads("Do you do puddings?")
    sees_errors(priya.press("Send my answer"), "Write your answer")
    priya.write("Your answer", "Crumble, mostly.").press("Send my answer")
    priya.reads("Sent. They get an e-mail now.")
    assert not priya.page.get_by_label("Your answer").count()
    visitor.go(site.link_for("bea@example.net")).reads("Crumble, mostly.")
