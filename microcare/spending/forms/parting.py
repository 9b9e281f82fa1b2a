"""What is asked when somebody is asked to leave: whom and why, their reply, the others' answer."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from govuk_frontend_wtf.wtforms_widgets import GovRadioInput, GovTextArea
from wtforms import RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import Length

from microcare.decisions.values import Answer
from microcare.web.fields import given, one_of_these
from microcare.web.forms import Form


def _words(label: Any, *, hint: Any, need: Any) -> TextAreaField:
    longest = Length(max=1000, message=_l("Make this shorter. 1,000 letters at most"))
    return TextAreaField(
        label, description=hint, widget=GovTextArea(), validators=[given(need), longest]
    )


class AskToLeaveForm(Form):
    """Whom, and why."""

    who = RadioField(
        _l("Who?"),
        widget=GovRadioInput(),
        validators=[one_of_these(_l("Pick somebody in your group"))],
        validate_choice=False,
    )
    reason = _words(
        _l("Why?"),
        hint=_l("Say what happened. They read it, and so do the others. Your name is not shown."),
        need=_l("Write why, in a sentence or two"),
    )

    def offer(self, members: Sequence[tuple[str, str]]) -> None:
        """Gives the others to choose from."""
        self.who.choices = [SelectChoice(value, words) for value, words in members]


class ReplyForm(Form):
    """What the person says to it."""

    words = _words(
        _l("What do you say to it?"),
        hint=_l("Your own words. The others read them before they decide."),
        need=_l("Write what you want to say"),
    )


class PartingForm(Form):
    """What one of the others says."""

    answer = RadioField(
        _l("Should they leave?"),
        widget=GovRadioInput(),
        choices=[
            SelectChoice(Answer.NO.value, _l("No, they stay")),
            SelectChoice(Answer.YES.value, _l("Yes, they leave")),
            SelectChoice(Answer.ASIDE.value, _l("I do not want to say")),
        ],
        validators=[one_of_these(_l("Pick one answer"))],
        validate_choice=False,
    )
