"""The form by which a person asks somebody to help them."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from govuk_frontend_wtf.wtforms_widgets import GovCheckboxesInput, GovRadioInput, GovTextInput
from wtforms import RadioField, SelectMultipleField, StringField
from wtforms.validators import Length, ValidationError

from microcare.people.forms.parts import SelectChoice, email_field, name_field, stripped
from microcare.people.values import Act, AuthorityType, Invitation
from microcare.web.current import clock
from microcare.web.fields import DateField, PoundsField, given, one_of_these
from microcare.web.forms import Form

# Beyond this it is a slip of the hand: a direct payment is rarely a tenth of it in a year.
MOST_PENCE = 100_000_00
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
    SelectChoice(Act.SEE.value, _l("See my groups, and what a plan costs me")),
    SelectChoice(Act.SEE_MONEY.value, _l("See my money, my bills and my statements")),
    SelectChoice(Act.ANSWER.value, _l("Pass on what I say")),
    SelectChoice(Act.BELONG.value, _l("Take part for me: look for others, join, leave")),
    SelectChoice(Act.MONEY.value, _l("Say yes with my money, up to a limit")),
]


class _UntilForm(Form):
    """What lasts until a day, or until somebody stops it."""

    def validate_until(self, field: Any) -> None:
        """Not a day that has passed."""
        if field.data is not None and field.data < clock().today():
            raise ValidationError(_("Write a day that is still to come"))


class AuthorisedForm(_UntilForm):
    """Whom a council or a court named to act for somebody (Care Act 2014 s.32), and how far."""

    name = name_field(_l("Their name"))
    email = email_field(_l("Their e-mail"))
    limit = PoundsField(
        _l("The most they may agree to at once"),
        validators=[given(_l("Write the most they may agree to at once, like £500"))],
    )
    basis = StringField(
        _l("What does it rest on?"),
        description=_l("Like: deputy, order of 3 May 2026. Never write about their health."),
        filters=[stripped],
        widget=GovTextInput(),
        validators=[
            given(_l("Write what it rests on, and its day")),
            Length(max=200, message=_l("Make it shorter: 200 letters at most")),
        ],
    )
    until = DateField(_l("Until when?"), description=_l("Leave it empty if no day was set."))

    def validate_limit(self, field: Any) -> None:
        """Above nothing, and not a slip of the hand."""
        if field.data is not None and not 0 < field.data <= MOST_PENCE:
            raise ValidationError(_("Write an amount above £0 and up to £100,000"))

    def value(self) -> Invitation:
        """Whom they named; an authorised person may do all that can be done for somebody."""
        return Invitation(
            name=str(self.name.data),
            email=str(self.email.data),
            type=AuthorityType.AUTHORISED_PERSON,
            scope=frozenset(Act) - {Act.DRAFT},
            ends_on=self.until.data,
            limit_pence=self.limit.data,
            basis=str(self.basis.data),
        )


class SupporterForm(_UntilForm):
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
        description=_l(
            "Only a nominated person may say yes with your money."
            " Others can pass on your yes if two witnesses saw it."
        ),
        choices=_ACTS,
        widget=GovCheckboxesInput(),
        validate_choice=False,
    )
    limit = PoundsField(
        _l("The most they may agree to at once"),
        description=_l("Only for a nominated person who may say yes with your money."),
    )
    basis = StringField(
        _l("How did your council agree to them?"),
        description=_l("Only for a nominated person. Like: letter of 3 May, Somerset Council"),
        filters=[stripped],
        widget=GovTextInput(),
        validators=[Length(max=200, message=_l("Make it shorter: 200 letters at most"))],
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
        kind = self.type.data
        if Act.MONEY.value in chosen and kind != AuthorityType.NOMINATED_PERSON.value:
            raise ValidationError(_("Only a nominated person may say yes with your money"))
        if Act.BELONG.value in chosen and kind == AuthorityType.ADVOCATE.value:
            raise ValidationError(_("An advocate speaks with you. They do not join or leave"))

    def validate_limit(self, field: Any) -> None:
        """A sum where they may say yes with money, and above nothing."""
        if Act.MONEY.value not in (self.scope.data or []):
            return
        if field.data is None or field.data <= 0:
            raise ValidationError(_("Write the most they may agree to at once, like £500"))
        if field.data > MOST_PENCE:
            raise ValidationError(_("Write a smaller amount"))

    def validate_basis(self, field: Any) -> None:
        """The law asks that the council agreed (Care Act 2014 s.31, and its statutory guidance)."""
        if self.type.data == AuthorityType.NOMINATED_PERSON.value and not field.data:
            raise ValidationError(_("Write how your council agreed to them"))

    def value(self) -> Invitation:
        """Whom they ask, and for what."""
        return Invitation(
            name=str(self.name.data),
            email=str(self.email.data),
            type=AuthorityType(self.type.data),
            scope=frozenset(Act(code) for code in self.scope.data or []),
            ends_on=self.until.data,
            limit_pence=self.limit.data if Act.MONEY.value in (self.scope.data or []) else None,
            basis=str(self.basis.data or ""),
        )
