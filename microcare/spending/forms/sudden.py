"""Stopping at once: whether a funder stopped the money, and which. No other reason is asked."""

from collections.abc import Iterable
from uuid import UUID

from flask_babel import lazy_gettext as _l
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import ValidationError

from microcare.directory.forms.parts import one_of, some_of
from microcare.kernel.words import N_
from microcare.web.forms import Form

_WHO = (
    ("me", N_("I have to stop. My money goes on")),
    ("funder", N_("My funder has stopped my money")),
)


class StopAtOnceForm(Form):
    """Who stopped it; where it was a funder, which money goes back to them."""

    who = one_of(
        _l("Has a funder stopped your money?"),
        _WHO,
        _l("Pick one of these"),
        hint=_l("We ask nothing else. If you are in hospital, that stays with you."),
    )
    money = some_of(_l("Which money was stopped?"), hint=_l("Only if a funder has stopped it."))

    def offer(self, budgets: Iterable[tuple[UUID, str]]) -> None:
        """The money that a funder could stop; with none there is nothing to ask."""
        self.money.choices = [SelectChoice(str(one), words) for one, words in budgets]
        if not self.money.choices:
            del self.who
            del self.money

    def validate_money(self, field: object) -> None:
        """A funder stopped something."""
        if self.who.data == "funder" and not self.money.data:
            raise ValidationError(_l("Pick the money that was stopped"))

    def value(self) -> list[UUID]:
        """The budgets that go back."""
        if "who" not in self or self.who.data != "funder":
            return []
        return [UUID(one) for one in self.money.data or ()]
