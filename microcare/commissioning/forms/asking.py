"""What a group and a provider are asked, in plain words."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from govuk_frontend_wtf.wtforms_widgets import (
    GovCheckboxInput,
    GovRadioInput,
    GovTextArea,
    GovTextInput,
)
from wtforms import BooleanField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import Length, ValidationError

from microcare.budgets.forms import CloseForm, PledgeFields
from microcare.commissioning.values import FEWEST_MEMBERS, OfferTerms, Wants
from microcare.decisions.values import Answer
from microcare.directory.forms.parts import some_of, whole
from microcare.people.forms import SpokenFields
from microcare.web.fields import DateField, PoundsField, above_zero, given, one_of_these
from microcare.web.forms import Form


def _up_to(letters: int) -> Length:
    return Length(
        max=letters, message=_l("Make this shorter. %(max)d letters at most", max=letters)
    )


def _text(label: Any, *, hint: Any = "", letters: int = 200, need: Any = None) -> StringField:
    validators = [_up_to(letters)] if need is None else [given(need), _up_to(letters)]
    return StringField(label, description=hint, widget=GovTextInput(), validators=validators)


class BriefForm(Form):
    """What a group wants."""

    wants = TextAreaField(
        _l("What do you want to do?"),
        description=_l("Your own words. Say what you all need, not who needs it."),
        widget=GovTextArea(),
        validators=[given(_l("Write what you want, in a sentence or two")), _up_to(600)],
    )
    times = _text(_l("When?"), hint=_l("For example, Tuesdays from 5pm to 7pm"), letters=160)
    place = _text(_l("Where, roughly?"), hint=_l("A town or a hall. Not a home."), letters=160)

    def value(self) -> Wants:
        """The words."""
        return Wants(
            wants=(self.wants.data or "").strip(),
            times=(self.times.data or "").strip(),
            place=(self.place.data or "").strip(),
        )


class OfferForm(Form):
    """What a provider can do."""

    session_pence = PoundsField(
        _l("What does one session cost, for all of them together?"),
        description=_l("Put everything in: your time, travel, food, insurance."),
        validators=[given(_l("Write the price in numbers, like 18 or 18.50")), above_zero],
    )
    sessions = whole(
        _l("How many sessions?"),
        _l("Write a whole number, like 12"),
        least=1,
        most=104,
    )
    first_on = DateField(
        _l("What day is the first one?"),
        validators=[given(_l("Write the first day, like 14 3 2027"))],
    )
    every_weeks = whole(
        _l("How many weeks from one to the next?"),
        _l("Write a whole number, like 1"),
        least=1,
        most=8,
    )
    most_people = whole(
        _l("For how many people at most?"),
        _l("Write a whole number, like 4"),
        least=2,
        most=99,
        hint=_l("If more join, they ask you for a new offer."),
    )
    fewest_people = whole(
        _l("From how many people on?"),
        least=1,
        most=99,
        hint=_l("If fewer are left, your sessions wait and nothing is paid. Empty means 2."),
    )
    times = _text(_l("What time of day?"), need=_l("Write the time, like 5pm to 7pm"))
    includes = TextAreaField(
        _l("What do they get?"),
        widget=GovTextArea(),
        validators=[given(_l("Write what is included")), _up_to(600)],
    )
    travel = _text(
        _l("Who travels, and is it in the price?"),
        hint=_l("For example: I come to you, and my bus fare is in the price."),
        need=_l("Write who travels, and whether it is in the price"),
    )
    cancelling = _text(
        _l("What if they cancel a session?"),
        need=_l("Write what happens, like free the day before"),
    )
    notice_weeks = whole(
        _l("How many weeks of notice if one of them leaves?"),
        _l("Write a whole number, like 2"),
        least=0,
        most=8,
        hint=_l("Until then they still pay their share. 0 is fine."),
    )
    leaving = _text(
        _l("What else if one of them leaves?"), need=_l("Write what happens, like: tell me by text")
    )
    closes_on = DateField(
        _l("By what day must they answer?"),
        validators=[given(_l("Write the last day to answer, like 12 3 2027"))],
    )

    def value(self) -> OfferTerms:
        """The terms. Only for a form that validated, so nothing is missing."""
        told: dict[str, Any] = self.data
        # One alone shares with nobody, so that is what whoever leaves it empty is taken to mean.
        told["fewest_people"] = told["fewest_people"] or FEWEST_MEMBERS
        return OfferTerms(**{name: told[name] for name in OfferTerms.__dataclass_fields__})

    def validate_fewest_people(self, field: Any) -> None:
        """No more than those whom it is for."""
        if field.data and self.most_people.data and field.data > self.most_people.data:
            raise ValidationError(_("Write a number that is not above the most people"))


# What whoever would pay can say, and what whoever stands aside can.
_PAYING = {
    Answer.YES: _l("Yes, with my own money"),
    Answer.WORRY: _l("I have a worry. This should not go on as it is"),
    Answer.ASIDE: _l("No, leave me out. The others can go on"),
}
_ASIDE = {
    Answer.WORRY: _l("I have a worry. This should not go on as it is"),
    Answer.ASIDE: _l("I have no worry. The others can go on"),
}

_BY_ALL = {
    Answer.YES: _l("Yes, with my own money"),
    Answer.WORRY: _l("I have a worry. This should not go on as it is"),
    Answer.NO: _l("No. This stops it for all of us, and I need not say why"),
}


def _answers(*, pays: bool, by_all: bool) -> dict[Answer, Any]:
    if by_all:
        return _BY_ALL
    return _PAYING if pays else _ASIDE


class PlanForm(PledgeFields):
    """A member's own answer, with their own money or not at all. Nothing is chosen beforehand."""

    answer = RadioField(
        _l("What do you say?"),
        widget=GovRadioInput(),
        validators=[one_of_these(_l("Pick one answer"))],
        validate_choice=False,
    )
    budget = some_of(
        _l("Which of your money?"),
        hint=_l("Only for a yes. Only you see this. Tick more than one if the days need it."),
    )
    sooner = BooleanField(
        _l("I do not need time to think. This counts only if everyone says so."),
        widget=GovCheckboxInput(),
    )
    reason = TextAreaField(
        _l("What worries you?"),
        description=_l("Only for a worry. The group reads this, without your name."),
        widget=GovTextArea(),
        validators=[_up_to(600)],
    )

    def offer(
        self, budgets: Sequence[tuple[str, str]], *, pays: bool, by_all: bool = False
    ) -> None:
        """Gives the answers that are one's own to give, and one's own money to choose from."""
        told = _answers(pays=pays, by_all=by_all)
        if self.answer.data == Answer.NO.value and not by_all:
            # What was sent before one could stand aside (docs/forms.md).
            self.answer.data = Answer.ASIDE.value
        self.answer.choices = [SelectChoice(value.value, words) for value, words in told.items()]
        own = budgets if pays else ()
        self.budget.choices = [SelectChoice(value, words) for value, words in own]


class PaysCloseForm(CloseForm):
    """What a funder agreed to of somebody close, who is paid by a plan."""


class PlanForSomebodyForm(SpokenFields, PlanForm):
    """The same, passed on by whoever helps: how it was said, and the words."""

    def allow(self, *, pays: bool, may_spend: bool, only_worry: bool, by_all: bool = False) -> None:
        """Leaves the answers that this helper may pass on, each said of the person."""
        words = {
            Answer.YES: _l("They say yes, with their own money"),
            Answer.WORRY: _l("They have a worry. This should not go on as it is"),
            Answer.ASIDE: _l("They say no, or to leave them out. The others can go on"),
            Answer.NO: _l("They say no. This stops it for all, and they need not say why"),
        }
        may = {Answer.WORRY} if only_worry else {Answer.WORRY, Answer.ASIDE, Answer.NO}
        may |= {Answer.YES} if may_spend else set()
        offered = set(_answers(pays=pays, by_all=by_all)) & may
        self.answer.label.text = _l("What do they say?")
        self.answer.choices = [
            SelectChoice(answer.value, said) for answer, said in words.items() if answer in offered
        ]


class JoinForm(Form):
    """Joining, with what one could bring."""

    brings = TextAreaField(
        _l("What could you bring?"),
        description=_l("A skill, a car, a kitchen, good company. You can leave this empty."),
        widget=GovTextArea(),
        validators=[_up_to(300)],
    )


class BudForm(Form):
    """Who would begin a new group, and what it is called."""

    movers = some_of(
        _l("Who would go?"), needed=_l("Pick at least two people to go. Two at least must stay.")
    )
    name = _text(
        _l("What would the new group be called?"),
        letters=60,
        need=_l("Write a name, like Tuesday Tea"),
    )

    def offer(self, members: Sequence[tuple[str, str]]) -> None:
        """Gives the members to choose from, oneself among them."""
        self.movers.choices = [SelectChoice(value, words) for value, words in members]


class EmptyForm(Form):
    """A button, and nothing to fill in."""
