"""Which two to put before each other."""

from uuid import UUID

from flask_babel import lazy_gettext as _l
from wtforms import SelectMultipleField
from wtforms.validators import ValidationError

from microcare.web.forms import Form

_TWO = _l("Pick two people from the list")


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def _two(_form: object, field: SelectMultipleField) -> None:
    chosen = set(field.data or ())
    if len(chosen) != 2 or not all(_is_id(who) for who in chosen):
        raise ValidationError(str(_TWO))


class IntroduceForm(Form):
    """Two of those who ask. Whether they do is the service's to say."""

    who = SelectMultipleField(_l("Who?"), [_two], choices=[], validate_choice=False)

    def value(self) -> list[UUID]:
        """The two."""
        return [UUID(who) for who in dict.fromkeys(self.who.data or ())]
