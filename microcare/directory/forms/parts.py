"""Fields and validators that the questions share: lines, blocks, whole numbers, sets of choices."""

import re
from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext
from govuk_frontend_wtf.wtforms_widgets import (
    GovCheckboxesInput,
    GovRadioInput,
    GovTextArea,
    GovTextInput,
)
from wtforms import Field, RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import StopValidation, ValidationError

from microcare.kernel.words import N_
from microcare.web.fields import given
from microcare.web.words import say

LINE = 120
BLOCK = 2000
YES_NO = (("yes", N_("Yes")), ("no", N_("No")))


def tidy(text: str | None) -> str:
    """The text without space at its ends."""
    return (text or "").strip()


def at_most(most: int) -> Any:
    """A validator: no more than `most` characters, and by how many it is too long."""

    def check(_form: Any, field: Any) -> None:
        over = len(field.data or "") - most
        if over > 0:
            raise StopValidation(
                ngettext(
                    "Make this shorter. It is one letter too long",
                    "Make this shorter. It is %(num)d letters too long",
                    over,
                )
            )

    return check


def line(label: Any, needed: Any = None, *, most: int = LINE, hint: Any = "") -> Any:
    """One line of text; `needed` are the words when it is left empty, None when it may be."""
    checks = [given(needed)] if needed else []
    return StringField(
        label,
        [*checks, at_most(most)],
        filters=[tidy],
        description=hint,
        widget=GovTextInput(),
    )


def block(label: Any, needed: Any = None, *, most: int = BLOCK, hint: Any = "") -> Any:
    """Some lines of text; `needed` as for `line`."""
    checks = [given(needed)] if needed else []
    return TextAreaField(
        label,
        [*checks, at_most(most)],
        filters=[tidy],
        description=hint,
        widget=GovTextArea(),
    )


class WholeField(Field):
    """A whole number from `least` to `most`; `.data` is None when left empty."""

    widget = GovTextInput()

    def __init__(
        self,
        label: Any = None,
        validators: Any = None,
        *,
        least: int = 0,
        most: int = 1000,
        **kwargs: Any,
    ):
        super().__init__(label, validators, **kwargs)
        self.least, self.most = least, most

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Reads plain digits."""
        self.data = None
        text = str(valuelist[0]).strip() if valuelist else ""
        if not text:
            return
        # isdigit alone takes superscripts, and int() takes other alphabets' digits.
        if not re.fullmatch(r"[0-9]{1,6}", text, re.ASCII):
            raise ValueError(_("Write a whole number, like 4"))
        number = int(text)
        if not self.least <= number <= self.most:
            raise ValueError(
                _(
                    "Write a number from %(least)d to %(most)d",
                    least=self.least,
                    most=self.most,
                )
            )
        self.data = number

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else str(self.data)


def whole(label: Any, needed: Any = None, *, least: int, most: int, hint: Any = "") -> Any:
    """A whole number; `needed` as for `line`."""
    checks = [given(needed)] if needed else []
    return WholeField(label, checks, least=least, most=most, description=hint)


class _SaidChoices:
    """Choices whose words are marked below the web, said in the reader's language."""

    def __init__(self, pairs: Iterable[tuple[Any, str]]):
        self.pairs = list(pairs)

    def __call__(self) -> list[SelectChoice]:
        return [
            SelectChoice(value=str(getattr(code, "value", code)), label=say(words))
            for code, words in self.pairs
        ]


def one_of(label: Any, pairs: Iterable[tuple[Any, str]], needed: Any, *, hint: Any = "") -> Any:
    """Radios: exactly one of `pairs` of code and words, nothing chosen beforehand."""
    return RadioField(
        label,
        [_among(needed)],
        choices=_SaidChoices(pairs),
        description=hint,
        widget=GovRadioInput(),
        validate_choice=False,
    )


def some_of(
    label: Any, pairs: Iterable[tuple[Any, str]] = (), needed: Any = None, *, hint: Any = ""
) -> Any:
    """Tick boxes: any of `pairs`; `needed` are the words when none is ticked, where one must."""
    return SelectMultipleField(
        label,
        [_all_among(needed)],
        choices=_SaidChoices(pairs),
        description=hint,
        widget=GovCheckboxesInput(),
        validate_choice=False,
    )


def yes_or_no(label: Any, needed: Any, *, hint: Any = "") -> Any:
    """Radios: "yes" or "no"."""
    return one_of(label, YES_NO, needed, hint=hint)


def _among(needed: Any) -> Any:
    def check(_form: Any, field: Any) -> None:
        if field.data not in {choice.value for choice in field.choices}:
            raise ValidationError(str(needed))

    return check


def _all_among(needed: Any) -> Any:
    def check(_form: Any, field: Any) -> None:
        if not set(field.data or ()) <= {choice.value for choice in field.choices}:
            raise ValidationError(_("Pick from the list"))
        if needed and not field.data:
            raise ValidationError(str(needed))

    return check
