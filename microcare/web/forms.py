"""Forms that keep what was typed, and put a broken rule beside the field it belongs to."""

from collections.abc import Callable
from typing import Any

from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms import Field
from wtforms.validators import ValidationError

from microcare.extensions import db
from microcare.kernel.errors import DomainError
from microcare.kernel.words import without_hidden
from microcare.web.words import say


class Form(FlaskForm):
    """Base of every form: with CSRF, refusing control characters in any text."""

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether every field holds something usable; errors stand beside their fields."""
        fine = bool(super().validate(extra_validators))
        for field in self:
            if _has_control_characters(field):
                _take_them_out(field)
                words = _("We took out hidden characters. Look, then send it again")
                field.errors = [*field.errors, words]
                fine = False
        return fine


def _has_control_characters(field: Field) -> bool:
    return any(_without_control_characters(text) != text for text in field.raw_data or [])


def _take_them_out(field: Field) -> None:
    # What is shown again must be sound HTML, and fit to be sent as it stands.
    field.raw_data = [_without_control_characters(text) for text in field.raw_data or []]
    field.data = _without_control_characters(field.data)


def _without_control_characters(value: Any) -> Any:
    if isinstance(value, list):
        return [_without_control_characters(one) for one in value]
    if not isinstance(value, str):
        return value
    return without_hidden(value)


def attempt(form: Form, act: Callable[[], object]) -> bool:
    """Runs `act`; a DomainError takes back all it did and puts its words beside its field."""
    try:
        # A savepoint, not a rollback: what the view loaded before stays loaded for the page.
        with db.session.begin_nested():
            act()
    except DomainError as broken:
        put_error(form, broken)
        return False
    return True


def put_error(form: Form, broken: DomainError) -> None:
    """Puts the words of `broken` beside the field it names, else at the top of the form."""
    words = say(broken.sentence)
    field = form._fields.get(broken.field or "")
    if field is None:
        form.form_errors.append(words)
    else:
        field.errors = [*field.errors, words]


def refuse(broken: DomainError) -> ValidationError:
    """A field's validation error with the words of a domain error."""
    return ValidationError(say(broken.sentence))
