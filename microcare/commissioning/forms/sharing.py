"""How a price is shared: a field for each member, and the most that one can pay oneself."""

import re
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l
from govuk_frontend_wtf.wtforms_widgets import GovTextInput
from wtforms import Field

from microcare.commissioning.forms.ties import tied_field
from microcare.commissioning.values import MOST_QUARTERS, QUARTERS, Split, Way
from microcare.directory.forms.parts import some_of
from microcare.web.fields import PoundsField, given
from microcare.web.forms import Form

_HOURS = re.compile(r"(\d{1,2})(?:[.,](\d{1,2}))?", re.ASCII)
_PART = "part_"


class HoursField(Field):
    """Hours as a person writes them ("2", "1.5"); `.data` is whole quarters of an hour."""

    widget = GovTextInput()

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Reads whole hours, halves and quarters, from 0 to 24."""
        self.data = None
        text = str(valuelist[0]).strip() if valuelist else ""
        if not text:
            return
        found = _HOURS.fullmatch(text)
        hundredths = int(found[1]) * 100 + int((found[2] or "").ljust(2, "0")) if found else -1
        quarters, rest = divmod(hundredths * QUARTERS, 100)
        if rest or not 0 <= quarters <= MOST_QUARTERS:
            raise ValueError(_l("Write the hours like 2, 1.5 or 0.25"))
        self.data = quarters

    def _value(self) -> str:
        return str(self.raw_data[0]) if self.raw_data else ""


class SharingForm(Form):
    """A field for each member, named by their id. Made for one group by `sharing_form`."""

    way = Way.EQUAL
    tied = tied_field()

    @property
    def rows(self) -> list[Field]:
        """The members' fields, in the order that they are shown in."""
        return [field for field in self if field.name.startswith(_PART)]

    def split(self) -> Split:
        """What was chosen. Only for a form that validated."""
        told = {UUID(field.name.removeprefix(_PART)): field.data for field in self.rows}
        if self.way is Way.ATTENDANCE:
            comes = {person: frozenset(int(day) for day in days) for person, days in told.items()}
            return Split(self.way, comes=comes)
        return Split(self.way, parts=told)


def sharing_form(
    way: Way, people: Sequence[tuple[UUID, str]], days: Sequence[tuple[int, str]]
) -> SharingForm:
    """The form for a way: `people` by id and name, `days` of the sessions by number and words."""
    fields: dict[str, Any] = {"way": way}
    choices = [(str(number), words) for number, words in days]
    for person_id, name in people:
        if way is Way.HOURS:
            need = given(_l("Write the hours, or 0"))
            fields[f"{_PART}{person_id}"] = HoursField(name, validators=[need])
        elif way is Way.FIXED:
            need = given(_l("Write a sum, or 0"))
            fields[f"{_PART}{person_id}"] = PoundsField(name, validators=[need])
        elif way is Way.ATTENDANCE:
            fields[f"{_PART}{person_id}"] = some_of(name, choices)
    form: SharingForm = type("SharingForm", (SharingForm,), fields)()
    if way is Way.ATTENDANCE and not form.is_submitted():
        for field in form.rows:
            # Everybody comes to everything until somebody says otherwise.
            field.data = [number for number, _ in choices]
    return form


class MostForm(Form):
    """The most that one can pay, which nobody else sees."""

    week_pence = PoundsField(
        _l("What is the most you can pay a week?"),
        description=_l("Leave it empty if you would rather not say."),
    )
