"""The answers of somebody who visits people from home, a question a page, as the task list asks."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.e2e.conftest import Walker

CARE = "Do you help with washing, dressing or care of the body?"
MONEY = "Do you handle people's money, or shop for them with it?"
ALONE = "Are you alone with one person at a time?"
INSURED = "Do you have public liability insurance?"
TRAINED = "Have you trained in keeping people safe?"
SHARE = "Can a few people share one visit, for the same price?"
YES_OR_NO = "Pick yes or no"


@dataclass(frozen=True)
class Question:
    """One page: its title, how it is filled, and what is said when it is sent with nothing."""

    title: str
    fill: Callable[[Walker], Any]
    errors: tuple[str, ...] = ()


def _work(who: Walker) -> None:
    who.pick("No", of=CARE).pick("No", of=MONEY).pick("Yes", of=ALONE)
    who.write("How many people work in it?", "1")


def _where(who: Walker) -> None:
    who.pick("We go to people", of="Where do you help?")
    who.write("Your postcode, or the place's", "ta1 4ab")


def _times(who: Walker) -> None:
    who.pick("Tuesday").pick("Saturday").choose("From", "9am").choose("Until", "4:30pm")


def _sharing(who: Walker) -> None:
    who.pick("Yes", of=SHARE).write("From how many people?", "2").write("To how many people?", "4")


def _checks(who: Walker) -> None:
    until = datetime.now(UTC).date() + timedelta(days=300)
    who.pick("Yes", of=INSURED).write_day("Until when?", until)
    who.pick("Basic", of="Which DBS check do you have?").pick("Yes", of=TRAINED)


def _owners(who: Walker) -> None:
    who.write("What name is it run under?", "Callum Reed")
    who.write("How much do people who use it own, in per cent?", "0")
    who.write("How much do people who work in it own, in per cent?", "100")


def _story(who: Walker) -> None:
    who.write("One short story", "I saw a heron.").write("Who tells it, in general words?", "A man")
    who.pick("They said yes to sharing this")


def _write(label: str, words: str) -> Callable[[Walker], Any]:
    return lambda who: who.write(label, words)


def _pick(*choices: str) -> Callable[[Walker], Any]:
    return lambda who: [who.pick(choice) for choice in choices]


# A line of the task list, and its questions in their order.
PARTS: dict[str, tuple[Question, ...]] = {
    "Name and what you do": (
        Question("What is it called?", lambda who: None),
        Question(
            "What do you do?",
            _write("What do you do, in two sentences?", "We look for otters at dusk."),
            ("Write one or two sentences",),
        ),
        Question(
            "What is a visit like?",
            _write("What is a visit like?", "We meet at your door and walk to the river."),
            ("Write what happens on a visit",),
        ),
    ),
    "The people you would meet": (
        Question(
            "Who would people meet?",
            _write("Who would people meet?", "Callum Reed: I know every bank."),
            ("Write at least one name",),
        ),
    ),
    "How people reach you": (
        Question(
            "How can people reach you?", _write("A phone number for your page", "01632 960 001")
        ),
    ),
    "What you help with": (
        Question("What do you help with?", _pick("Walks"), ("Tick at least one thing",)),
        Question("What is the work like?", _work, (*[YES_OR_NO] * 3, "Write how many, like 2")),
    ),
    "Who it is for": (
        Question(
            "Who is it for?", _write("Who is it for?", "Anyone awake"), ("Write who it is for",)
        ),
    ),
    "Where you help": (
        Question(
            "Where do you help?",
            _where,
            ("Pick where you help", "Write a full postcode, like TA1 4AB"),
        ),
        Question(
            "How far do you go?",
            _write("How many miles do you go?", "6"),
            ("Write how many miles, like 6",),
        ),
    ),
    "Days and times": (
        Question("On which days and when?", _times, ("Pick the days, or write about times below",)),
    ),
    "What it costs": (
        Question(
            "What do you charge?",
            lambda who: who.write("Price", "17.50").pick("An hour"),
            (
                "Write the price in numbers, like 18 or 18.50",
                "Pick one: an hour, a session, a day or a week",
            ),
        ),
        Question(
            "What is in the price?",
            _write("What does the price include?", "A torch"),
            ("Write what the price includes",),
        ),
        Question("Can people share a visit?", _sharing, (YES_OR_NO,)),
    ),
    "How people pay": (
        Question("How do people pay?", _pick("A direct payment"), ("Tick at least one way",)),
    ),
    "Room for more people": (
        Question("Do you have room now?", _pick("Has room"), ("Pick one of these",)),
    ),
    "Languages": (
        Question(
            "Which languages do you speak?",
            _write("Which languages do you speak?", "English, BSL"),
            ("Write a language, like English",),
        ),
    ),
    "What makes it easier to use": (
        Question("Is it easy to use?", _pick("Assistance dogs are welcome")),
    ),
    "Your checks and insurance": (
        Question(
            "Which checks do you have?",
            _checks,
            ("Say if you have insurance", "Pick one of these", "Say if you have trained"),
        ),
    ),
    "Who owns it": (
        Question(
            "Who owns it?",
            _owners,
            (
                "Write the name it is run under",
                "Write what people who use it own, from 0 to 100",
                "Write what people who work in it own, from 0 to 100",
            ),
        ),
    ),
    "How people who work here are treated": (
        Question(
            "How are workers treated?",
            _write("What are people who work here paid?", "I work alone."),
            ("Write what they are paid",),
        ),
    ),
    "What you will not give up": (
        Question(
            "What will you not give up?",
            _write("What will you not give up?", "The otter comes first."),
            ("Write at least one",),
        ),
    ),
    "One short story": (Question("One short story", _story),),
}
