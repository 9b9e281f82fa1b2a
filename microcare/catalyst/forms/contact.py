"""Whom to ring in an area."""

import re
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.validators import ValidationError

from microcare.catalyst.values import Contact
from microcare.directory.forms.parts import line
from microcare.places.models import Patch
from microcare.web.forms import Form

_PHONE = re.compile(r"^\+?[0-9 ()-]{3,30}$", re.ASCII)


def _is_phone(_form: Any, field: Any) -> None:
    digits = re.sub(r"[^0-9]", "", field.data or "")
    if field.data and not (_PHONE.match(field.data) and len(digits) >= 3):
        raise ValidationError(_("Write a phone number, like 01632 960119"))


class ContactForm(Form):
    """Who answers about safety, and who answers about anything else."""

    safeguarding_name = line(
        _l("Who takes a worry about safety?"),
        _l("Write a name, like Ruth Marsh"),
        most=80,
        hint=_l("A named person, or the team that picks up the phone."),
    )
    safeguarding_phone = line(
        _l("On which phone?"), _l("Write a phone number, like 01632 960119"), most=30
    )
    contact_name = line(_l("Who answers about anything else?"), most=80)
    phone = line(_l("On which phone do they answer?"), most=30)
    hours = line(
        _l("When do they answer?"), most=100, hint=_l("Like this: Monday to Friday, 9am to 5pm")
    )

    validate_safeguarding_phone = staticmethod(_is_phone)
    validate_phone = staticmethod(_is_phone)

    @staticmethod
    def told(patch: Patch) -> dict[str, str]:
        """What is known already."""
        return {name: getattr(patch, name) for name in Contact.__dataclass_fields__}

    def value(self) -> Contact:
        """The contact."""
        return Contact(
            safeguarding_name=str(self.safeguarding_name.data),
            safeguarding_phone=str(self.safeguarding_phone.data),
            contact_name=str(self.contact_name.data),
            phone=str(self.phone.data),
            hours=str(self.hours.data),
        )
