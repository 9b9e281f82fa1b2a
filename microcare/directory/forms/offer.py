"""Questions about what they offer: help, work, who for, where and when."""

from collections.abc import Iterable
from datetime import time
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from govuk_frontend_wtf.wtforms_widgets import GovSelect
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import ValidationError

from microcare.directory.forms.parts import block, line, one_of, some_of, whole, yes_or_no
from microcare.directory.values import (
    DAY_WORDS,
    GROUP_WORDS,
    REACH_WORDS,
    Answers,
    Day,
    Help,
    HelpGroup,
    HelpTerm,
    Opening,
    Reach,
    Served,
    Times,
    VenueAddress,
    Where,
    WhoFor,
    Work,
)
from microcare.kernel.distance import METRES_IN_A_MILE
from microcare.web.fields import PostcodeField, given
from microcare.web.forms import Form

_HALF_HOURS = [f"{minutes // 60:02d}:{minutes % 60:02d}" for minutes in range(0, 24 * 60, 30)]


class HelpForm(Form):
    """What they help with: tick boxes under the eight starting kinds."""

    meals = some_of(_l(GROUP_WORDS[HelpGroup.MEALS].name))
    out = some_of(_l(GROUP_WORDS[HelpGroup.OUT].name))
    company = some_of(_l(GROUP_WORDS[HelpGroup.COMPANY].name))
    home = some_of(_l(GROUP_WORDS[HelpGroup.HOME].name))
    making = some_of(_l(GROUP_WORDS[HelpGroup.MAKING].name))
    learning = some_of(_l(GROUP_WORDS[HelpGroup.LEARNING].name))
    breaks = some_of(_l(GROUP_WORDS[HelpGroup.BREAKS].name))
    body = some_of(_l(GROUP_WORDS[HelpGroup.BODY].name))

    def offer(self, terms: Iterable[HelpTerm]) -> None:
        """Puts the help terms under their kinds."""
        listed = list(terms)
        for group in HelpGroup:
            self[group.value].choices = [
                SelectChoice(value=term.slug, label=term.name)
                for term in listed
                if term.group == group
            ]

    @staticmethod
    def told(answers: Answers) -> dict[str, Any]:
        """What was answered before."""
        return {
            group.value: [term.slug for term in answers.help if term.group == group]
            for group in HelpGroup
        }

    def _slugs(self) -> tuple[str, ...]:
        return tuple(slug for group in HelpGroup for slug in self[group.value].data or ())

    def validate_meals(self, _field: Any) -> None:
        """At least one in all, said at the first."""
        if not self._slugs():
            raise ValidationError(_("Tick at least one thing"))

    def value(self) -> Help:
        """The answer."""
        return Help(self._slugs())


class WorkForm(Form):
    """What the work is like, which decides the checks."""

    personal_care = yes_or_no(
        _l("Do you help with washing, dressing or care of the body?"), _l("Pick yes or no")
    )
    handles_money = yes_or_no(
        _l("Do you handle people's money, or shop for them with it?"), _l("Pick yes or no")
    )
    one_to_one = yes_or_no(_l("Are you alone with one person at a time?"), _l("Pick yes or no"))
    workers = whole(
        _l("How many people work in it?"),
        _l("Write how many, like 2"),
        least=1,
        most=500,
        hint=_l("Paid or not, and you too."),
    )
    does_not = block(_l("What do you not do?"), most=500, hint=_l("You can leave this empty."))

    @staticmethod
    def told(answers: Answers) -> dict[str, Any]:
        """What was answered before."""
        work = answers.work
        if work is None:
            return {}
        return {
            "personal_care": _yes_no(work.personal_care),
            "handles_money": _yes_no(work.handles_money),
            "one_to_one": _yes_no(work.one_to_one),
            "workers": work.workers,
            "does_not": work.does_not,
        }

    def value(self) -> Work:
        """The answer."""
        return Work(
            personal_care=self.personal_care.data == "yes",
            handles_money=self.handles_money.data == "yes",
            one_to_one=self.one_to_one.data == "yes",
            workers=self.workers.data,
            does_not=self.does_not.data,
        )


class WhoForForm(Form):
    """Who it is for."""

    who_for = block(
        _l("Who is it for?"),
        _l("Write who it is for"),
        most=500,
        hint=_l("Like this: adults who want company, or anyone over 50."),
    )
    minimum_age = whole(_l("Youngest age"), least=0, most=120, hint=_l("Empty means any age."))
    maximum_age = whole(_l("Oldest age"), least=0, most=120, hint=_l("Empty means any age."))

    @staticmethod
    def told(answers: Answers) -> dict[str, Any]:
        """What was answered before."""
        told = answers.who_for
        if told is None:
            return {}
        return {
            "who_for": told.who_for,
            "minimum_age": told.minimum_age,
            "maximum_age": told.maximum_age,
        }

    def validate_maximum_age(self, field: Any) -> None:
        """No younger than the youngest."""
        least = self.minimum_age.data
        if field.data is not None and least is not None and field.data < least:
            raise ValidationError(_("The oldest age must be above the youngest"))

    def value(self) -> WhoFor:
        """The answer."""
        return WhoFor(self.who_for.data, self.minimum_age.data, self.maximum_age.data)


class WhereForm(Form):
    """Where help happens."""

    reach = one_of(_l("Where do you help?"), REACH_WORDS.items(), _l("Pick where you help"))
    postcode: Any = PostcodeField(
        _l("Your postcode, or the place's"),
        [given(_l("Write a full postcode, like TA1 4AB"))],
        description=_l("We never show a home. We show the area around it."),
    )

    @staticmethod
    def told(answers: Answers) -> dict[str, Any]:
        """What was answered before; a home's postcode comes from elsewhere."""
        placed = answers.placed
        if placed is None:
            return {}
        postcode = placed.address.postcode if placed.address else None
        return {"reach": placed.reach.value, "postcode": postcode}

    def value(self) -> Where:
        """The answer."""
        return Where(Reach(self.reach.data), self.postcode.data)


class ServedForm(Form):
    """How far they go."""

    miles = whole(
        _l("How many miles do you go?"), _l("Write how many miles, like 6"), least=1, most=99
    )

    @staticmethod
    def told(answers: Answers) -> dict[str, Any]:
        """What was answered before."""
        if answers.placed is None or answers.placed.radius_m is None:
            return {}
        return {"miles": round(answers.placed.radius_m / METRES_IN_A_MILE)}

    def value(self) -> Served:
        """The answer."""
        return Served(round(self.miles.data * METRES_IN_A_MILE))


class VenueForm(Form):
    """The address of a place that people come to."""

    line_1 = line(_l("Building and street"), _l("Write the building and street"))
    city = line(_l("Town or city"), _l("Write the town or city"), most=80)
    county = line(_l("County"), _l("Write the county"), most=80)

    @staticmethod
    def told(answers: Answers) -> dict[str, Any]:
        """What was answered before."""
        address = answers.placed.address if answers.placed else None
        if address is None:
            return {}
        return {"line_1": address.line_1, "city": address.city, "county": address.county}

    def value(self) -> VenueAddress:
        """The answer."""
        return VenueAddress(self.line_1.data, self.city.data, self.county.data)


def _said(text: str) -> str:
    """A time as people say it: "16:30" is "4:30pm"."""
    hour, minutes = int(text[:2]), text[2:]
    return f"{hour % 12 or 12}{'' if minutes == ':00' else minutes}{'am' if hour < 12 else 'pm'}"


def _hours(label: Any) -> Any:
    choices = [
        SelectChoice(value="", label=_l("Pick a time")),
        *(SelectChoice(value=text, label=_said(text)) for text in _HALF_HOURS),
    ]
    return SelectField(label, choices=choices, widget=GovSelect(), validate_choice=False)


class TimesForm(Form):
    """On which days, from when to when."""

    days = some_of(_l("Which days?"), DAY_WORDS.items())
    opens = _hours(_l("From"))
    closes = _hours(_l("Until"))
    times_note = block(
        _l("Anything else about times?"),
        most=300,
        hint=_l("Say here if one day is different, or if you agree times with each person."),
    )

    @staticmethod
    def told(answers: Answers) -> dict[str, Any]:
        """What was answered before."""
        times = answers.times
        if times is None:
            return {}
        first = times.openings[0] if times.openings else None
        return {
            "days": [opening.day.value for opening in times.openings],
            "opens": f"{first.opens:%H:%M}" if first else "",
            "closes": f"{first.closes:%H:%M}" if first else "",
            "times_note": times.times_note,
        }

    def validate_days(self, field: Any) -> None:
        """Some day, or some words instead."""
        if not field.data and not self.times_note.data:
            raise ValidationError(_("Pick the days, or write about times below"))

    def validate_opens(self, field: Any) -> None:
        """A time of the list, where there are days."""
        if self.days.data and field.data not in _HALF_HOURS:
            raise ValidationError(_("Pick when you start"))

    def validate_closes(self, field: Any) -> None:
        """A time of the list and after the start, where there are days."""
        if self.days.data and field.data not in _HALF_HOURS:
            raise ValidationError(_("Pick when you end"))
        if self.days.data and field.data <= (self.opens.data or ""):
            raise ValidationError(_("The end must be after the start"))

    def value(self) -> Times:
        """The answer."""
        days = [Day(code) for code in self.days.data or ()]
        if not days:
            return Times((), self.times_note.data)
        opens, closes = time.fromisoformat(self.opens.data), time.fromisoformat(self.closes.data)
        return Times(tuple(Opening(day, opens, closes) for day in days), self.times_note.data)


def _yes_no(value: bool) -> str:
    return "yes" if value else "no"
