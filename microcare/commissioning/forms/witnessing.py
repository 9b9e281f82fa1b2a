"""A yes before two witnesses: what whoever helps writes down, and what each witness answers."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from govuk_frontend_wtf.wtforms_widgets import GovCheckboxInput, GovRadioInput
from wtforms import BooleanField, RadioField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from microcare.budgets.forms import PledgeFields
from microcare.budgets.forms.plans import NOT_NAMED
from microcare.commissioning.values import BEFORE_WITNESSES, Named, Told
from microcare.directory.forms.parts import some_of
from microcare.people.forms import SpokenFields
from microcare.people.forms.parts import email_field, name_field
from microcare.people.values import HOW_WORDS, Spoken
from microcare.web.fields import DateField, given, one_of_these
from microcare.web.forms import Form


class WitnessedForm(SpokenFields, PledgeFields):
    """How they said yes, with which of their money, and the two who saw and heard it."""

    budget = some_of(
        _l("Which of their money is it?"),
        needed=_l("Pick which of their money it is"),
        hint=_l("Tick more than one if the days need it. No sums are shown here."),
    )
    name_1 = name_field(_l("Name of the first witness"))
    email_1 = email_field(_l("E-mail of the first witness"))
    name_2 = name_field(_l("Name of the second witness"))
    email_2 = email_field(_l("E-mail of the second witness"))

    def offer(self, budgets: Sequence[tuple[str, str]]) -> None:
        """Gives the money to choose from, and the ways in which two people can see a yes."""
        self.budget.choices = [SelectChoice(value, words) for value, words in budgets]
        self.how.label.text = _l("How did they say yes?")
        self.how.choices = [SelectChoice(h.value, _l(HOW_WORDS[h])) for h in BEFORE_WITNESSES]
        self.words.label.text = _l("What did they say or show?")
        self.words.description = _l("In their own words, or what they did. They can read this.")
        self.purpose.label.text = _l("What does their plan say this is for?")
        self.purpose.description = ""
        self.outside.label.text = _l(
            "If their plan does not name it: why is it right all the same?"
        )
        self.outside.description = _l("This will stand on their statement.")
        self.close.label.text = _l(
            "Is who they pay their partner, or a close relative who lives with them?"
        )

    def offer_purposes(self, found: Iterable[tuple[str, str]], *, own: Collection[str]) -> None:
        """The same as for one's own yes, said of the person."""
        super().offer_purposes(found, own=own)
        named = list(self.purpose.choices or ())[:-1]
        none = SelectChoice(NOT_NAMED, str(_l("Their plan does not name it")))
        told: list[Any] = [*named, none]
        self.purpose.choices = told

    def _is_asked(self) -> bool:
        """It is a yes always; of money that is only their own, no plan speaks."""
        return bool(set(self.budget.data or ()) - self.own)

    def witnesses(self) -> list[Named]:
        """The two who were there. Only for a form that validated."""
        return [
            Named(str(self.name_1.data), str(self.email_1.data)),
            Named(str(self.name_2.data), str(self.email_2.data)),
        ]


class ToldForm(SpokenFields):
    """How the person was told, on what day, and what they said to it."""

    told = RadioField(
        _l("How did you tell them?"),
        widget=GovRadioInput(),
        choices=[
            SelectChoice(Told.CALL.value, _l("I rang them")),
            SelectChoice(Told.PAPER.value, _l("I gave or read them the letter")),
        ],
        validate_choice=False,
        validators=[one_of_these(_l("Pick how you told them"))],
    )
    told_on = DateField(
        _l("On what day?"), validators=[given(_l("Write the day, like 24 11 2026"))]
    )

    def __init__(self, *args: object, **kwargs: object):
        super().__init__(*args, **kwargs)
        # How it was said follows from how they were told.
        del self.how
        self.words.label.text = _l("What did they say to it?")

    def day(self) -> date:
        """The day they were told. Only for a form that validated."""
        told_on: date | None = self.told_on.data
        if told_on is None:
            raise ValueError("no day was written")
        return told_on

    def heard(self, spoken: Spoken) -> Spoken:
        """`spoken` with their words. Only for a form that validated."""
        return replace(spoken, words=str(self.words.data).strip())


class WitnessForm(Form):
    """A witness's own word. Nothing is chosen beforehand."""

    said = RadioField(
        _l("Is this what happened?"),
        widget=GovRadioInput(),
        choices=[
            SelectChoice("yes", _l("Yes. I was there, and this is what they said or showed")),
            SelectChoice("no", _l("No. I was not there, or this is not what happened")),
        ],
        validate_choice=False,
        validators=[one_of_these(_l("Pick one answer"))],
    )
    knew_cost = BooleanField(
        _l("They were told what it costs them before they said yes."), widget=GovCheckboxInput()
    )
    gains_nothing = BooleanField(
        _l("I gain nothing by it. Nobody who is paid for this pays me or is close to me."),
        widget=GovCheckboxInput(),
    )

    def validate(self, extra_validators: object = None) -> bool:
        """A yes says all three things; a no needs no more than itself."""
        fine = super().validate(extra_validators)
        if self.said.data != "yes":
            return fine
        for box in (self.knew_cost, self.gains_nothing):
            if not box.data:
                box.errors = [*box.errors, _l("Tick this, or pick the other answer")]
                fine = False
        return fine
