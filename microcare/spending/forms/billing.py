"""What is asked once promises are made: what became of a session, a bill, money back."""

import uuid
from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from govuk_frontend_wtf.wtforms_widgets import GovCheckboxesInput, GovRadioInput, GovTextInput
from wtforms import HiddenField, RadioField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import UUID, Length, Optional, Regexp, StopValidation

from microcare.directory.forms.parts import block
from microcare.spending.values import MoneyBack
from microcare.web.fields import PoundsField, given, one_of_these
from microcare.web.forms import Form


class PressForm(Form):
    """A button, and nothing to fill in."""


class PaidForm(PressForm):
    """A button, with how often it was taken back when the page was made."""

    turn = HiddenField(
        validators=[
            Optional(),
            Regexp(r"\A[0-9]{1,4}\Z", message=_l("This page was too old. Look, then send again")),
        ]
    )

    @property
    def number(self) -> int | None:
        """The same as a number, or None where a script left it out. For a form that validated."""
        return int(self.turn.data) if self.turn.data else None


class DidForm(Form):
    """What a payment did for whoever paid it."""

    words = block(
        _l("What did it do for you?"),
        _l("Write what it did, like: I cooked a meal and ate in company"),
        most=300,
        hint=_l("One line. It stands on your statement, and only you see it here."),
    )


class OutcomeForm(Form):
    """One of the buttons beside a session."""

    outcome = RadioField(
        _l("What became of it?"),
        widget=GovRadioInput(),
        validators=[one_of_these(_l("Press one of the buttons"))],
        validate_choice=False,
    )

    def offer(self, outcomes: Sequence[str]) -> None:
        """Gives what may be said of it."""
        self.outcome.choices = [SelectChoice(value, value) for value in outcomes]


class BillForm(Form):
    """Which sessions are billed, and at what price for each."""

    key = HiddenField(validators=[UUID(message=_l("Go back and begin this bill again"))])
    sessions = SelectMultipleField(
        _l("Which sessions is it for?"),
        widget=GovCheckboxesInput(),
        validators=[given(_l("Tick at least one session"))],
        validate_choice=False,
    )
    session_pence = PoundsField(
        _l("What does each of these cost, for all of them together?"),
        description=_l("Not more than they agreed to. Less is fine, or 0."),
        validators=[given(_l("Write the price in numbers, like 18 or 18.50"))],
    )
    reference = StringField(
        _l("Your own number for this bill"),
        description=_l("You can leave this empty."),
        widget=GovTextInput(),
        validators=[Length(max=40, message=_l("Make this shorter. 40 letters at most"))],
    )

    def offer(self, sessions: Sequence[tuple[str, str]]) -> None:
        """Gives the sessions that can be billed."""
        self.sessions.choices = [SelectChoice(value, words) for value, words in sessions]

    def validate_sessions(self, field: Any) -> None:
        """Each must be one that can be billed."""
        if set(field.data) - {choice.value for choice in field.choices}:
            raise StopValidation(str(_l("Tick the sessions again")))

    def value(self) -> dict[uuid.UUID, int]:
        """Pence by session. Only for a form that validated."""
        return {uuid.UUID(one): int(self.session_pence.data) for one in self.sessions.data or []}


class RefundForm(Form):
    """How much of one session comes back, and why."""

    key = HiddenField(validators=[UUID(message=_l("Go back and begin this again"))])
    line = RadioField(
        _l("For which session?"),
        widget=GovRadioInput(),
        validators=[one_of_these(_l("Pick one session"))],
        validate_choice=False,
    )
    pence = PoundsField(
        _l("How much comes back, for all of them together?"),
        validators=[given(_l("Write the amount in numbers, like 18 or 18.50"))],
    )
    reason = StringField(
        _l("Why does it come back?"),
        description=_l("They read this."),
        widget=GovTextInput(),
        validators=[
            given(_l("Write why, in a few words")),
            Length(max=200, message=_l("Make this shorter. 200 letters at most")),
        ],
    )

    def offer(self, lines: Sequence[tuple[str, str]]) -> None:
        """Gives the sessions of the bill."""
        self.line.choices = [SelectChoice(value, words) for value, words in lines]

    def value(self) -> MoneyBack:
        """What is given back. Only for a form that validated."""
        return MoneyBack(
            line_id=uuid.UUID(self.line.data),
            pence=int(self.pence.data),
            reason=(self.reason.data or "").strip(),
            key=uuid.UUID(str(self.key.data)),
        )
