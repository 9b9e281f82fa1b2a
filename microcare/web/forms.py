"""Forms that keep what was typed, and put a broken rule beside the field it belongs to."""

from collections.abc import Callable
from typing import Any

from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms import Field
from wtforms.validators import ValidationError

from microcare.extensions import db
from microcare.kernel.errors import DomainError
from microcare.web.words import say


class Form(FlaskForm):
    """Base of every form: with CSRF, refusing control characters in any text."""

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether every field holds something usable; errors stand beside their fields."""
        fine = bool(super().validate(extra_validators))
        for field in self:
            if _has_control_characters(field):
                field.errors = [*field.errors, _("Take out the hidden characters and try again")]
                fine = False
        return fine


def _has_control_characters(field: Field) -> bool:
    raw = field.raw_data or []
    return any(
        isinstance(text, str) and any(c < " " and c not in "\r\n\t" for c in text) for text in raw
    )


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
