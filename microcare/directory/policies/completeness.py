"""The parts of a listing: what belongs to each, what is done, what is still needed to send it."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from microcare.directory.values import Answers, Reach
from microcare.kernel.words import N_


class Status(StrEnum):
    """How far a part is."""

    DONE = "done"
    STARTED = "started"
    TO_DO = "to_do"


@dataclass(frozen=True, slots=True)
class Part:
    """One line of the task list: its questions' answers in order, and whether sending needs it."""

    slug: str
    name: str
    group: int
    answers: tuple[Callable[[Answers], object], ...]
    is_needed: bool = True


@dataclass(frozen=True, slots=True)
class Progress:
    """A part and how far it is."""

    part: Part
    status: Status


GROUPS = {1: N_("You"), 2: N_("What you offer"), 3: N_("Trust"), 4: N_("Send it")}


def _reach(answers: Answers) -> object:
    """Whether the second question of "where" is answered, or does not arise."""
    placed = answers.placed
    if placed is None:
        return None
    if placed.reach == Reach.VISITS:
        return placed.radius_m
    return placed.address if placed.reach == Reach.VENUE else placed


PARTS = (
    Part("name", N_("Name and what you do"), 1, (
        lambda a: a.named, lambda a: a.summary, lambda a: a.visit,
    )),
    Part("people", N_("The people you would meet"), 1, (lambda a: a.people,)),
    Part("reached", N_("How people reach you"), 1, (lambda a: a.reached,), is_needed=False),
    Part("help", N_("What you help with"), 2, (lambda a: a.help or None, lambda a: a.work)),
    Part("who-for", N_("Who it is for"), 2, (lambda a: a.who_for,)),
    Part("where", N_("Where you help"), 2, (lambda a: a.placed, _reach)),
    Part("times", N_("Days and times"), 2, (lambda a: a.times,)),
    Part("cost", N_("What it costs"), 2, (
        lambda a: a.price, lambda a: a.cost_terms, lambda a: a.sharing,
    )),
    Part("pay", N_("How people pay"), 2, (lambda a: a.paying,)),
    Part("room", N_("Room for more people"), 2, (lambda a: a.room,)),
    Part("languages", N_("Languages"), 2, (lambda a: a.languages,)),
    Part("access", N_("What makes it easier to use"), 2, (lambda a: a.accessible,)),
    Part("checks", N_("Your checks and insurance"), 3, (lambda a: a.checks,)),
    Part("owners", N_("Who owns it"), 3, (lambda a: a.ownership,)),
    Part("work", N_("How people who work here are treated"), 3, (lambda a: a.treatment,)),
    Part("principles", N_("What you will not give up"), 3, (lambda a: a.principles,)),
    Part("story", N_("One short story"), 3, (lambda a: a.story,), is_needed=False),
)  # fmt: skip


def progress_of(answers: Answers) -> list[Progress]:
    """Every part of the task list with how far it is."""
    return [Progress(part, _status(part, answers)) for part in PARTS]


def _status(part: Part, answers: Answers) -> Status:
    given = [answer(answers) is not None for answer in part.answers]
    # A name is asked for at the very start, and "where" counts as one until it is told.
    if all(given):
        return Status.DONE
    return Status.STARTED if any(given) else Status.TO_DO


def missing_parts(answers: Answers) -> list[Part]:
    """What must still be finished before it can be sent."""
    return [
        progress.part
        for progress in progress_of(answers)
        if progress.part.is_needed and progress.status != Status.DONE
    ]
