"""That somebody has died: how it is known, and that the admin is sure."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from govuk_frontend_wtf.wtforms_widgets import GovCheckboxInput
from wtforms import BooleanField
from wtforms.validators import ValidationError

from microcare.directory.forms.parts import block
from microcare.web.forms import Form


class DeathForm(Form):
    """How it is known, and a tick."""

    basis = block(
        _l("How do you know?"),
        _l("Say how you know, in a sentence"),
        most=600,
        hint=_l("Like this: their sister rang, and the council said the same on Monday."),
    )
    sure = BooleanField(_l("I have checked that it is this person"), widget=GovCheckboxInput())

    def validate_sure(self, field: Any) -> None:
        """Ticked by hand."""
        if not field.data:
            raise ValidationError(_("Tick the box when you have checked"))

    def value(self) -> str:
        """The words."""
        return str(self.basis.data)
