"""From which day to which a provider is away. Nobody is asked why."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField
from wtforms.validators import Regexp

from microcare.spending.values import AwayDays
from microcare.web.fields import DateField, given
from microcare.web.forms import Form


class _Days(Form):
    first_on = DateField(
        _l("What is the first day?"),
        validators=[given(_l("Write the first day, like 14 3 2027"))],
    )
    last_on = DateField(
        _l("What is the last day?"),
        validators=[given(_l("Write the last day, like 21 3 2027"))],
    )

    def process(self, *told: Any, **more: Any) -> None:
        """However a day came in the address, it is shown in its three boxes."""
        super().process(*told, **more)
        for asked in (self.first_on, self.last_on):
            if asked.data is not None:
                asked.raw_data = asked.data.strftime("%d %m %Y").split()

    def value(self) -> AwayDays:
        """The days. Only for a form that validated."""
        told: dict[str, Any] = self.data
        return AwayDays(told["first_on"], told["last_on"])


class AwayForm(_Days):
    """Which days to look at. What they touch is an address, so nothing is done yet."""

    class Meta:
        """An address carries no token."""

        csrf = False


class CallOffForm(_Days):
    """The press itself, with how many sessions were shown before it."""

    seen = HiddenField(validators=[Regexp(r"^[0-9]{1,4}$", message=_l("Look at the days again"))])
