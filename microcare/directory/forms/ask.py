"""What visitors send: a question, an answer to one, a report; and forms that are one button."""

from flask_babel import lazy_gettext as _l
from govuk_frontend_wtf.wtforms_widgets import GovTextInput
from wtforms import StringField
from wtforms.validators import Email, Length, Optional

from microcare.directory.forms.parts import block, line, tidy
from microcare.directory.values import Asked, Reported
from microcare.web.fields import given
from microcare.web.forms import Form

LONGEST_EMAIL = 254
_LIKE = _l("Write your whole e-mail, like sam@example.org")


class EmailInput(GovTextInput):
    """A box that brings up the keyboard with the @."""

    input_type = "email"


class AskForm(Form):
    """A question from somebody who may have no account."""

    words = block(
        _l("Your question"),
        _l("Write your question"),
        most=1000,
        hint=_l("You need not say why you ask. Leave out your name and address if you like."),
    )
    name = line(
        _l("What shall they call you?"),
        _l("Write a name they can call you"),
        most=60,
        hint=_l("A first name is enough, or any name."),
    )
    email = StringField(
        _l("Your e-mail"),
        [given(_LIKE), Length(max=LONGEST_EMAIL, message=_LIKE), Email(message=_LIKE)],
        filters=[tidy],
        description=_l("We send you their answer. They never see this."),
        widget=EmailInput(),
    )

    def value(self) -> Asked:
        """The question."""
        return Asked(self.words.data, self.name.data, str(self.email.data))


class AnswerForm(Form):
    """The answer to a question."""

    words = block(
        _l("Your answer"),
        _l("Write your answer"),
        hint=_l("They get an e-mail. They do not see your address."),
    )

    def value(self) -> str:
        """The answer's words."""
        return str(self.words.data)


class ReportForm(Form):
    """What is wrong on a page."""

    words = block(
        _l("What is wrong?"),
        _l("Write what is wrong"),
        most=1000,
        hint=_l("Like this: the phone number does not work."),
    )
    email = StringField(
        _l("Your e-mail, if you want to hear back"),
        [Optional(), Length(max=LONGEST_EMAIL, message=_LIKE), Email(message=_LIKE)],
        filters=[tidy],
        description=_l("You can leave this empty."),
        widget=EmailInput(),
    )

    def value(self) -> Reported:
        """The report."""
        return Reported(self.words.data, self.email.data or None)


class PressForm(Form):
    """One button and nothing to fill in."""
