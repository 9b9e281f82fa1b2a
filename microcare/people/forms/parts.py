"""Fields that several forms of this feature share."""

from typing import Any

from flask_babel import lazy_gettext as _l
from govuk_frontend_wtf.wtforms_widgets import GovPasswordInput, GovTextInput
from wtforms import PasswordField, StringField

# The library's types lag behind it.
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import Email, Length, StopValidation

from microcare.people.values import LONGEST_EMAIL, LONGEST_NAME, LONGEST_PASSWORD
from microcare.web.fields import given

__all__ = [
    "SelectChoice",
    "email_field",
    "name_field",
    "password_field",
    "stripped",
]

_LIKE = _l("Write your whole e-mail, like sam@example.org")


class EmailInput(GovTextInput):
    """A box that brings up the keyboard with the @."""

    input_type = "email"


def stripped(text: str | None) -> str | None:
    """The text without spaces around it."""
    return text.strip() if text else text


def _plain_letters(_form: Any, field: Any) -> None:
    if not field.data.isascii():
        raise StopValidation(str(_LIKE))


def _no_address_in_a_name(_form: Any, field: Any) -> None:
    # A name goes into letters to others, so it must not carry a link.
    if any(part in field.data.lower() for part in ("://", "www.", "@")):
        raise StopValidation(str(_l("Write a name only")))


def email_field(label: Any, *, description: Any = "") -> StringField:
    """An e-mail address, written whole."""
    return StringField(
        label,
        filters=[stripped],
        description=description,
        widget=EmailInput(),
        validators=[
            given(_l("Write an e-mail, like sam@example.org")),
            Length(max=LONGEST_EMAIL, message=_l("Make the e-mail shorter")),
            _plain_letters,
            Email(message=_LIKE),
        ],
    )


def name_field(label: Any, *, description: Any = "") -> StringField:
    """A person's name, at most 80 letters."""
    return StringField(
        label,
        filters=[stripped],
        description=description,
        widget=GovTextInput(),
        validators=[
            given(_l("Write a name")),
            Length(max=LONGEST_NAME, message=_l("Make the name shorter: 80 letters at most")),
            _no_address_in_a_name,
        ],
    )


def password_field(label: Any, *, missing: Any = None, description: Any = "") -> PasswordField:
    """A password; `missing` is what to say when it is left empty, None where it may be."""
    needed = [given(missing)] if missing is not None else []
    return PasswordField(
        label,
        description=description,
        widget=GovPasswordInput(),
        validators=[
            *needed,
            Length(
                max=LONGEST_PASSWORD,
                message=_l("Make the password shorter: 200 letters at most"),
            ),
        ],
    )
