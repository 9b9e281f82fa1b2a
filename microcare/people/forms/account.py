"""Forms about an account: its name, its address, its end, its roles."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from govuk_frontend_wtf.wtforms_widgets import GovCheckboxInput, GovRadioInput, GovSelect
from wtforms import BooleanField, RadioField, SelectField
from wtforms.validators import ValidationError

from microcare.people.forms.parts import SelectChoice, email_field, name_field
from microcare.people.values import Role
from microcare.web.fields import one_of_these
from microcare.web.forms import Form

_ROLES = [
    SelectChoice(Role.CATALYST.value, _l("Catalyst, who checks the pages of an area")),
    SelectChoice(Role.ADMIN.value, _l("Admin, who looks after accounts")),
]


class NameForm(Form):
    """A name put right."""

    name = name_field(_l("Your name"))


class EmailForm(Form):
    """A new address, which must answer before it counts."""

    email = email_field(_l("Your new e-mail"))


class AgreeForm(Form):
    """The express statement by which what tells of health may be kept: UK GDPR Article 9(2)(a)."""

    agree = BooleanField(
        _l("I agree that you keep what I tell you about my health and support"),
        widget=GovCheckboxInput(),
    )

    def validate_agree(self, field: Any) -> None:
        """Ticked by hand, never beforehand."""
        if not field.data:
            raise ValidationError(_("Tick the box if you agree"))


class DeleteForm(Form):
    """The end of an account, said twice."""

    sure = BooleanField(_l("Yes, delete my account"), widget=GovCheckboxInput())

    def validate_sure(self, field: Any) -> None:
        """Ticked by hand, never beforehand."""
        if not field.data:
            raise ValidationError(_("Tick the box if you are sure"))


class RoleForm(Form):
    """A role for somebody; a catalyst has an area."""

    role = RadioField(
        _l("Which role?"),
        choices=_ROLES,
        widget=GovRadioInput(),
        validate_choice=False,
        validators=[one_of_these(_l("Pick one role"))],
    )
    patch = SelectField(
        _l("Which area?"),
        description=_l("Only for a catalyst."),
        widget=GovSelect(),
        validate_choice=False,
    )

    def offer_patches(self, patches: Sequence[tuple[UUID, str]]) -> None:
        """The areas to choose from."""
        self.patch.choices = [
            SelectChoice("", _("No area")),
            *(SelectChoice(str(code), name) for code, name in patches),
        ]

    def validate_patch(self, field: Any) -> None:
        """A catalyst looks after one of the areas offered."""
        if self.role.data != Role.CATALYST:
            return
        one_of_these(_l("Choose the area that they look after"))(self, field)

    def value(self) -> tuple[str, UUID | None]:
        """The role, and the area of a catalyst."""
        role = str(self.role.data)
        return role, UUID(self.patch.data) if role == Role.CATALYST else None
