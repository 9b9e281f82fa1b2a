"""The questions about money, in plain words."""

from collections.abc import Collection, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from govuk_frontend_wtf.wtforms_widgets import GovRadioInput, GovTextInput
from wtforms import HiddenField, RadioField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import UUID, Length, StopValidation

from microcare.budgets.values import (
    CONTRIBUTION_WORDS,
    PLANNED,
    AccountTold,
    BudgetPlan,
    Contribution,
    Funding,
    PurposeTold,
)
from microcare.directory.forms.parts import WholeField, block, one_of
from microcare.kernel.ids import new_id
from microcare.web.fields import DateField, PoundsField, above_zero, given, one_of_these
from microcare.web.forms import Form


class OnceForm(Form):
    """A form that counts once, however often it is sent: its page's key says which page it was."""

    key = HiddenField(validators=[UUID(message=_l("This page was too old. Look, then send again"))])

    def validate(self, extra_validators: Any = None) -> bool:
        """Nobody can put a hidden field right: it is said at the top, and a new key goes along."""
        fine = super().validate(extra_validators)
        if self.key.errors:
            self.form_errors.append(str(self.key.errors[0]))
            self.key.errors = []
            self.key.data = str(new_id())
        return fine


class BudgetForm(OnceForm):
    """What a person sets aside to use here."""

    funding = RadioField(
        _l("What kind of money is it?"),
        widget=GovRadioInput(),
        validators=[one_of_these(_l("Pick one kind of money"))],
        validate_choice=False,
    )
    funder = StringField(
        _l("Who pays it to you?"),
        description=_l("For a direct payment, write the name of your council."),
        widget=GovTextInput(),
        validators=[Length(max=120, message=_l("Make this shorter. 120 letters at most"))],
    )
    pence = PoundsField(
        _l("How much will you use here each time?"),
        description=_l("Only the part you want to use here. Keep the rest out."),
        validators=[given(_l("Write an amount, like 64 or 64.50")), above_zero],
    )
    every_weeks = WholeField(
        _l("How often does it come, in weeks?"),
        [given(_l("Write a number of weeks, like 4"))],
        least=1,
        most=52,
        description=_l("Most direct payments come every 4 weeks."),
        default=4,
    )
    starts_on = DateField(
        _l("What day does it start?"), validators=[given(_l("Write the first day, like 1 4 2026"))]
    )
    ends_on = DateField(
        _l("What day does it run until?"),
        validators=[given(_l("Write the last day, like 31 3 2027"))],
    )

    purpose = block(
        _l("What does your plan say it is for?"),
        most=300,
        hint=_l("In your own words, like: cook with others. Not for your own money."),
    )

    def offer(self, kinds: Sequence[tuple[str, str]], *, planned: Collection[str]) -> None:
        """Gives the kinds of money, and for which of them a purpose is written already."""
        self.funding.choices = [SelectChoice(value, words) for value, words in kinds]
        self.planned = set(planned)

    def validate_funder(self, field: StringField) -> None:
        """What a council or the NHS pays is theirs: no penny stands without its funder (P7)."""
        if self._is_planned() and not (field.data or "").strip():
            raise StopValidation(str(_l("Write who pays it to you, like Somerset Council")))

    def validate_purpose(self, field: Any) -> None:
        """No penny of such money stands without a purpose either (P7, P13)."""
        if self._is_planned() and self.funding.data not in self.planned and not field.data:
            raise StopValidation(str(_l("Write what your plan says, like: cook with others")))

    def _is_planned(self) -> bool:
        return self.funding.data in {kind.value for kind in PLANNED}

    def told_purpose(self) -> PurposeTold | None:
        """What the plan says, where it was written and the money is in a plan."""
        if not (self._is_planned() and self.purpose.data):
            return None
        return PurposeTold(Funding(self.funding.data), str(self.purpose.data))

    def value(self) -> BudgetPlan:
        """What was told. Only for a form that validated, so nothing is missing."""
        told: dict[str, Any] = self.data
        return BudgetPlan(
            funding=Funding(self.funding.data),
            funder=(self.funder.data or "").strip(),
            pence=told["pence"],
            every_weeks=told["every_weeks"],
            starts_on=told["starts_on"],
            ends_on=told["ends_on"],
        )


class TakeBackForm(OnceForm):
    """How much to take back out."""

    pence = PoundsField(
        _l("How much do you want to take back?"),
        validators=[given(_l("Write an amount, like 64 or 64.50")), above_zero],
    )


class AccountForm(Form):
    """What a statement can say of the whole account, by its owner's word."""

    contribution = one_of(
        _l("Do you pay something towards it yourself?"),
        CONTRIBUTION_WORDS.items(),
        _l("Pick one"),
    )
    contribution_pence = PoundsField(
        _l("How much each time?"),
        description=_l("Leave this empty if you pay nothing."),
        validators=[above_zero],
    )
    balance_pence = PoundsField(
        _l("How much is in the account?"),
        description=_l("You can leave this out. It is on your bank statement."),
    )
    balance_on = DateField(_l("On what day was that?"))
    whole_pence = PoundsField(
        _l("How much comes into it in all each time?"),
        description=_l("All of it, and not only what you use here."),
        validators=[above_zero],
    )

    def validate_contribution_pence(self, field: Any) -> None:
        """What is paid in is a sum; what is not is none."""
        is_paid = self.contribution.data in (Contribution.NET.value, Contribution.PAID.value)
        if is_paid and field.data is None:
            raise StopValidation(str(_l("Write an amount, like 64 or 64.50")))
        if not is_paid and field.data is not None:
            raise StopValidation(str(_l("Leave this empty, or say how you pay it")))

    def validate_balance_on(self, field: Any) -> None:
        """A balance has its day."""
        if (self.balance_pence.data is None) != (field.data is None):
            raise StopValidation(str(_l("Write the sum and the day, or neither")))

    def validate_whole_pence(self, field: Any) -> None:
        """Weeks are worked out from what comes in all."""
        if (self.balance_pence.data is None) != (field.data is None):
            raise StopValidation(str(_l("Write this and the sum in the account, or neither")))

    def value(self) -> AccountTold:
        """What was told. Only for a form that validated."""
        return AccountTold(
            contribution=Contribution(self.contribution.data),
            contribution_pence=self.contribution_pence.data,
            balance_pence=self.balance_pence.data,
            balance_on=self.balance_on.data,
            whole_pence=self.whole_pence.data,
        )

    def fill(self, told: AccountTold) -> None:
        """Shows what was told last."""
        self.contribution.data = told.contribution.value
        self.contribution_pence.data = told.contribution_pence
        self.whole_pence.data = told.whole_pence
        self.balance_pence.data, self.balance_on.data = told.balance_pence, told.balance_on
