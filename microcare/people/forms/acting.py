"""What whoever helps writes down beside an answer that they pass on (pooling P31)."""

from dataclasses import replace

from flask_babel import lazy_gettext as _l
from govuk_frontend_wtf.wtforms_widgets import GovRadioInput, GovTextArea
from wtforms import RadioField, TextAreaField
from wtforms.validators import Length

from microcare.people.forms.parts import SelectChoice
from microcare.people.values import HOW_WORDS, How, Spoken
from microcare.web.fields import given, one_of_these
from microcare.web.forms import Form


class SpokenFields(Form):
    """How somebody said it, and in which words. A form for somebody adds these to its own."""

    how = RadioField(
        _l("How did they tell you?"),
        widget=GovRadioInput(),
        choices=[SelectChoice(how.value, _l(words)) for how, words in HOW_WORDS.items()],
        validate_choice=False,
        validators=[one_of_these(_l("Pick how they told you"))],
    )
    words = TextAreaField(
        _l("What did they say?"),
        description=_l("In their own words, or what they showed. They can read this."),
        widget=GovTextArea(),
        validators=[
            given(_l("Write what they said or showed")),
            Length(max=600, message=_l("Make it shorter: 600 letters at most")),
        ],
    )

    def said(self, spoken: Spoken) -> Spoken:
        """`spoken` with how it was said, and the words."""
        return replace(spoken, how=How(self.how.data), words=str(self.words.data).strip())


class NoteForm(Form):
    """A note to somebody who is helped."""

    words = TextAreaField(
        _l("Your note"),
        widget=GovTextArea(),
        validators=[
            given(_l("Write your note")),
            Length(max=600, message=_l("Make it shorter: 600 letters at most")),
        ],
    )
