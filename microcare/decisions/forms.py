"""How a person wants to be reminded."""

from flask_babel import lazy_gettext as _l
from govuk_frontend_wtf.wtforms_widgets import GovRadioInput
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from microcare.decisions.values import FORMAT_WORDS, ReminderFormat
from microcare.web.fields import one_of_these
from microcare.web.forms import Form
from microcare.web.words import say


class RemindersForm(Form):
    """One of three ways."""

    format = RadioField(
        _l("How shall we remind you?"),
        widget=GovRadioInput(),
        validators=[one_of_these(_l("Pick one way"))],
        validate_choice=False,
    )

    def offer(self, *, has_helper: bool) -> None:
        """Leaves out the way through somebody who helps where there is nobody."""
        self.format.choices = [
            SelectChoice(code.value, say(words))
            for code, words in FORMAT_WORDS.items()
            if has_helper or code is not ReminderFormat.SUPPORTER
        ]
