"""Fields for what people type here: pounds, postcodes and dates."""

import re
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from govuk_frontend_wtf.wtforms_widgets import GovDateInput, GovTextInput
from wtforms import DateField as WTDateField
from wtforms import Field, StringField
from wtforms.validators import StopValidation, ValidationError

from microcare.kernel.money import NotAnAmount, parse_pounds, pounds
from microcare.web.words import say

_POSTCODE = re.compile(
    r"^([A-Z]{1,2}[0-9][0-9A-Z]?)\s*([0-9][ABD-HJLNP-UW-Z]{2})$",
    re.ASCII,
)


class PoundsField(Field):
    """Pounds as a person writes them; `.data` is whole pence, or None when left empty."""

    widget = GovTextInput()

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Reads "18", "£18.50" or "1,234"."""
        self.data = None
        if not valuelist or not str(valuelist[0]).strip():
            return
        try:
            self.data = parse_pounds(str(valuelist[0]))
        except NotAnAmount as broken:
            raise ValueError(say(broken.sentence)) from broken

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        if self.data is None:
            return ""
        amount = pounds(self.data)
        return f"{amount:.0f}" if self.data % 100 == 0 else f"{amount:.2f}"


class PostcodeField(StringField):
    """A full postcode; `.data` is written the usual way ("TA1 4AB"), or None when left empty."""

    widget = GovTextInput()

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Reads any spacing and either case."""
        self.data = None
        text = str(valuelist[0]).strip().upper() if valuelist else ""
        if not text:
            return
        found = _POSTCODE.match(text)
        if not found:
            raise ValueError(_l("Write a full postcode, like TA1 4AB"))
        self.data = f"{found[1]} {found[2]}"

    def _value(self) -> str:
        return str(self.raw_data[0]) if self.raw_data else (self.data or "")


class DateField(WTDateField):
    """A day in three boxes; `.data` is a date, or None when all are empty."""

    widget = GovDateInput()

    def __init__(self, label: Any = None, validators: Any = None, **kwargs: Any):
        super().__init__(label, validators, format="%d %m %Y", **kwargs)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Reads day, month and year; also one ISO date."""
        self.data = None
        parts = [str(v).strip() for v in valuelist]
        # The widget shows what was typed in three boxes, however many were sent.
        self.raw_data = [*parts, "", "", ""][:3]
        if len(parts) == 1 and parts[0].count("-") == 2:
            parts = parts[0].split("-")[::-1]
        if not any(parts):
            return
        try:
            day, month, year = (int(p) for p in parts if p.isascii() and len(p) <= 4)
            self.data = date(year, month, day)
        except (ValueError, OverflowError):
            raise ValueError(_l("Write the date like 14 3 2027")) from None
        if not 1900 <= year <= 2200:
            self.data = None
            raise ValueError(_l("Write the year in full, like 2027"))


def one_of_these(words: Any) -> Any:
    """A validator: the answer must be among the choices, else `words`."""

    def check(_form: Any, field: Any) -> None:
        if field.data not in {choice.value for choice in field.choices} or field.data == "":
            raise ValidationError(str(words))

    return check


def above_zero(_form: object, field: PoundsField) -> None:
    """More than nothing."""
    if field.data is not None and field.data <= 0:
        raise StopValidation(str(_l("Write an amount above £0")))


def given(message: Any) -> Any:
    """A validator: something must be written or chosen, else `message`."""

    def check(_form: Any, field: Any) -> None:
        if field.errors:
            raise StopValidation
        if (
            field.data is None
            or field.data == []
            or (isinstance(field.data, str) and not field.data.strip())
        ):
            raise StopValidation(str(message))

    return check
