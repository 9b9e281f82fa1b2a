"""Which statement, of which days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from govuk_frontend_wtf.wtforms_widgets import GovRadioInput
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from microcare.kernel.errors import DomainError
from microcare.spending.values.statement import (
    DayToCome,
    FromAfterDay,
    NotAPeriod,
    Period,
)
from microcare.web.fields import DateField
from microcare.web.forms import Form, refuse


@dataclass(frozen=True, slots=True)
class Wanted:
    """The days of a statement."""

    period: Period
    as_of: date
    since: date | None


class StatementForm(Form):
    """A statement is an address: what is left out is the present year, up to today."""

    class Meta:
        """An address carries no token."""

        csrf = False

    period = RadioField(_l("For which days?"), widget=GovRadioInput(), validate_choice=False)
    as_of = DateField(_l("Up to the end of which day?"))
    since = DateField(_l("From the start of which day?"))

    def offer(self, periods: Sequence[tuple[Period, str]], *, usual: Period, today: date) -> None:
        """Gives the periods to choose from, and what stands for an answer left out."""
        self.choices = {period.closes_on.isoformat(): period for period, _ in periods}
        self.period.choices = [SelectChoice(p.closes_on.isoformat(), words) for p, words in periods]
        self.today = today
        if not self.period.data:
            self.period.data = usual.closes_on.isoformat()
        if self.as_of.data is None and not any(self.as_of.raw_data or ()):
            self.as_of.data = today
        for asked in (self.as_of, self.since):
            # However a day came in the address, it is shown in its three boxes.
            if asked.data is not None:
                asked.raw_data = asked.data.strftime("%d %m %Y").split()

    def validate_period(self, field: Any) -> None:
        """One of the budget's own."""
        _unless(field.data in self.choices, NotAPeriod)

    def validate_as_of(self, field: Any) -> None:
        """No day that is still to come."""
        _unless(field.data is None or field.data <= self.today, DayToCome)

    def validate_since(self, field: Any) -> None:
        """Not after the last day."""
        last = self.as_of.data or self.today
        _unless(field.data is None or field.data <= last, FromAfterDay)

    def value(self) -> Wanted:
        """What is wanted. Only for a form that validated."""
        period = self.choices[self.period.data]
        return Wanted(period, self.as_of.data or self.today, self.since.data)


def _unless(fine: bool, broken: type[DomainError]) -> None:
    if not fine:
        raise refuse(broken())
