"""The form by which a person asks somebody to help them."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from govuk_frontend_wtf.wtforms_widgets import GovCheckboxesInput, GovRadioInput
from wtforms import RadioField, SelectMultipleField
from wtforms.validators import ValidationError

from microcare.people.forms.parts import SelectChoice, email_field, name_field
from microcare.people.values import Act, AuthorityType, Invitation
from microcare.web.current import clock
from microcare.web.fields import DateField, one_of_these
from microcare.web.forms import Form

# An authorised person is named by a council or a court, never by the person (Care Act s.32).
_TYPES = [
    SelectChoice(AuthorityType.TRUSTED_SUPPORTER.value, _l("Someone I trust, who helps me")),
    SelectChoice(AuthorityType.ADVOCATE.value, _l("An advocate, who speaks up with me")),
    SelectChoice(
        AuthorityType.NOMINATED_PERSON.value,
        _l("My nominated person, who my council has agreed to"),
    ),
]
_ACTS = [
    SelectChoice(Act.SEE.value, _l("See what I share with them")),
    SelectChoice(Act.DRAFT.value, _l("Write things for me, that I then check")),
    SelectChoice(Act.ANSWER.value, _l("Pass on an answer that I have given")),
]


class SupporterForm(Form):
    """Whom to ask, what they may do, and until when."""

    name = name_field(_l("Their name"))
    email = email_field(_l("Their e-mail"))
    type = RadioField(
        _l("Who are they to you?"),
        choices=_TYPES,
        widget=GovRadioInput(),
        validate_choice=False,
        validators=[one_of_these(_l("Pick who they are to you"))],
    )
    scope = SelectMultipleField(
        _l("What may they do?"),
        description=_l("They can never say yes with your money."),
        choices=_ACTS,
        widget=GovCheckboxesInput(),
        validate_choice=False,
    )
    until = DateField(
        _l("Until when?"),
        description=_l("Leave it empty if you do not know. You can stop any day."),
    )

    def validate_scope(self, field: Any) -> None:
        """At least one thing, and only what is offered."""
        chosen = set(field.data or [])
        if not chosen or not chosen <= {choice.value for choice in _ACTS}:
            raise ValidationError(_("Pick at least one thing"))

    def validate_until(self, field: Any) -> None:
        """Not a day that has passed."""
        if field.data is not None and field.data < clock().today():
            raise ValidationError(_("Write a day that is still to come"))

    def value(self) -> Invitation:
        """Whom they ask, and for what."""
        return Invitation(
            name=str(self.name.data),
            email=str(self.email.data),
            type=AuthorityType(self.type.data),
            scope=frozenset(Act(code) for code in self.scope.data or []),
            ends_on=self.until.data,
        )
