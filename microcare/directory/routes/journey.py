"""The questions in order: which part each belongs to, its form, and when it is asked at all."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l

from microcare.directory import forms
from microcare.directory.values import Answers, Reach


def _always(_answers: Answers) -> bool:
    return True


def _visits(answers: Answers) -> bool:
    return answers.placed is not None and answers.placed.reach == Reach.VISITS


def _venue(answers: Answers) -> bool:
    return answers.placed is not None and answers.placed.reach == Reach.VENUE


@dataclass(frozen=True, slots=True)
class Question:
    """One page: its address, its part of the task list, its title and its form."""

    slug: str
    part: str
    title: Any
    form: type[Any]
    is_asked: Callable[[Answers], bool] = _always


QUESTIONS = {
    question.slug: question
    for question in (
        Question("name", "name", _l("What is it called?"), forms.NameForm),
        Question("summary", "name", _l("What do you do?"), forms.SummaryForm),
        Question("visit", "name", _l("What is a visit like?"), forms.VisitForm),
        Question("people", "people", _l("Who would people meet?"), forms.PeopleForm),
        Question("reached", "reached", _l("How can people reach you?"), forms.ReachedForm),
        Question("help", "help", _l("What do you help with?"), forms.HelpForm),
        Question("work", "help", _l("What is the work like?"), forms.WorkForm),
        Question("who-for", "who-for", _l("Who is it for?"), forms.WhoForForm),
        Question("where", "where", _l("Where do you help?"), forms.WhereForm),
        Question("miles", "where", _l("How far do you go?"), forms.ServedForm, _visits),
        Question("address", "where", _l("What is the address?"), forms.VenueForm, _venue),
        Question("times", "times", _l("On which days and when?"), forms.TimesForm),
        Question("price", "cost", _l("What do you charge?"), forms.PriceForm),
        Question("cost-terms", "cost", _l("What is in the price?"), forms.CostTermsForm),
        Question("sharing", "cost", _l("Can people share a visit?"), forms.SharingForm),
        Question("pay", "pay", _l("How do people pay?"), forms.PayingForm),
        Question("room", "room", _l("Do you have room now?"), forms.RoomForm),
        Question(
            "languages", "languages", _l("Which languages do you speak?"), forms.LanguagesForm
        ),
        Question("access", "access", _l("Is it easy to use?"), forms.AccessForm),
        Question("checks", "checks", _l("Which checks do you have?"), forms.ChecksForm),
        Question("owners", "owners", _l("Who owns it?"), forms.OwnershipForm),
        Question("treatment", "work", _l("How are workers treated?"), forms.TreatmentForm),
        Question(
            "principles", "principles", _l("What will you not give up?"), forms.PrinciplesForm
        ),
        Question("story", "story", _l("One short story"), forms.StoryForm),
    )
}


def first_of(part: str) -> Question:
    """The question that a part of the task list begins with."""
    return next(question for question in QUESTIONS.values() if question.part == part)


def asked_in(part: str, answers: Answers) -> list[Question]:
    """The questions of a part that these answers call for."""
    return [q for q in QUESTIONS.values() if q.part == part and q.is_asked(answers)]


def after(question: Question, answers: Answers) -> Question | None:
    """The next question of the same part, or None when the part is at its end."""
    asked = asked_in(question.part, answers)
    place = asked.index(question) if question in asked else -1
    return asked[place + 1] if 0 <= place < len(asked) - 1 else None
