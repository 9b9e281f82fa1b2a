"""Forms of the ways in: sign-up, sign-in, reset, the second step."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from govuk_frontend_wtf.wtforms_widgets import GovTextInput
from wtforms import HiddenField, StringField
from wtforms.validators import Length

from microcare.people.forms.parts import email_field, name_field, password_field, stripped
from microcare.people.values import Newcomer, safe_path
from microcare.web.fields import given
from microcare.web.forms import Form

_RULE = _l("10 letters or more. Three words you like work well.")


class PressForm(Form):
    """One button, which does one thing."""


class SignInForm(Form):
    """An address, and a password unless a link is asked for (`way` is "link")."""

    email = email_field(_l("Your e-mail"))
    password = password_field(_l("Your password"))
    way = HiddenField()
    next = HiddenField()

    @property
    def wants_link(self) -> bool:
        """Whether they pressed the button for a link."""
        return bool(self.way.data == "link")

    @property
    def way_on(self) -> str:
        """The path to go to after, on this site."""
        return safe_path(self.next.data)

    def validate(self, extra_validators: Any = None) -> bool:
        """A password is asked for only of those who sign in with one."""
        fine = super().validate(extra_validators)
        if not self.wants_link and not self.password.data and not self.password.errors:
            self.password.errors = [_("Write your password, or ask for a link")]
            return False
        return fine


class SignUpForm(Form):
    """A name and an address; a password only for those who want one."""

    name = name_field(_l("Your name"), description=_l("What you like to be called."))
    email = email_field(_l("Your e-mail"), description=_l("We send you a link. Press it to go on."))
    password = password_field(
        _l("A password, if you want one"),
        description=_l("Leave it empty to get in by a link each time. %(rule)s", rule=_RULE),
    )
    next = HiddenField()

    @property
    def way_on(self) -> str:
        """The path to go to after, on this site."""
        return safe_path(self.next.data)

    def value(self) -> Newcomer:
        """What they wrote."""
        return Newcomer(
            name=str(self.name.data),
            email=str(self.email.data),
            password=self.password.data or None,
        )


class ResetForm(Form):
    """The address that a link to choose a new password goes to."""

    email = email_field(_l("Your e-mail"))


class NewPasswordForm(Form):
    """A new password, once: it can be shown, so nobody types it twice."""

    password = password_field(
        _l("Your new password"), missing=_l("Write a new password"), description=_RULE
    )


class PasswordChangeForm(NewPasswordForm):
    """The password now, for those who have one, and the new one."""

    current_password = password_field(_l("Your password now"))


class CodeForm(Form):
    """A code from an app, or a recovery code."""

    code = StringField(
        _l("The code"),
        filters=[stripped],
        widget=GovTextInput(),
        validators=[
            given(_l("Write the code")),
            Length(max=40, message=_l("Write the 6 numbers, or one recovery code")),
        ],
    )
