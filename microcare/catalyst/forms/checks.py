"""What was seen of a check: which paper, how deep or how much, when, until when."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l

from microcare.directory.forms.parts import line, one_of
from microcare.directory.values import (
    DBS_WORDS,
    WITHIN,
    CheckKind,
    CheckSeen,
    DbsLevel,
    RequiredCheck,
)
from microcare.web.fields import DateField, PoundsField, given
from microcare.web.forms import Form

_LIKE = _l("Write the day, like 14 3 2027")


class SeenForm(Form):
    """A check that has neither depth nor last day: who somebody is."""

    how = line(
        _l("What did you see?"),
        _l("Write what you saw, like a passport"),
        most=200,
        hint=_l("Never write the number of a paper."),
    )
    seen_on: Any = DateField(_l("When did you see it?"), [given(_LIKE)])

    def value(self, needed: RequiredCheck) -> CheckSeen:
        """What was seen of `needed`."""
        ends_on = self["ends_on"].data if "ends_on" in self else None
        return CheckSeen(
            kind=needed.kind,
            seen_on=self.seen_on.data,
            about=needed.about,
            level=self.level_of(needed),
            ends_on=ends_on,
            how=str(self.how.data),
        )

    def level_of(self, needed: RequiredCheck) -> str | None:
        """How deep or how much, where the check has that."""
        return needed.level


class EndsForm(SeenForm):
    """A check that may have a last day: training, the CQC."""

    ends_on = DateField(_l("When does it end?"), description=_l("Leave it empty if it has no end."))


class InsuranceForm(SeenForm):
    """Insurance: for how much, and until when."""

    cover = PoundsField(
        _l("How much is it for?"), [given(_l("Write the amount in pounds, like 5,000,000"))]
    )
    ends_on = DateField(_l("When does it end?"), [given(_LIKE)])

    def level_of(self, needed: RequiredCheck) -> str:
        """Whole pounds of cover."""
        return str(self.cover.data // 100)


class DbsForm(SeenForm):
    """A DBS check: how deep, and when to look again."""

    level = one_of(_l("Which check is it?"), DBS_WORDS.items(), _l("Pick one of these"))
    ends_on = DateField(
        _l("When do you look again?"),
        [given(_LIKE)],
        description=_l("A DBS check has no last day. We fill in when your area looks again."),
    )

    def offer(self, allowed: Sequence[DbsLevel]) -> None:
        """Only as deep as the work allows; where that is one level, it is not asked."""
        self.level.choices = [c for c in self.level.choices if c.value in allowed]
        if len(allowed) == 1:
            del self.level

    def level_of(self, needed: RequiredCheck) -> str | None:
        """How deep."""
        return str(self.level.data) if "level" in self else needed.level


_FORMS: dict[CheckKind, type[SeenForm]] = {
    CheckKind.IDENTITY: SeenForm,
    CheckKind.INSURANCE: InsuranceForm,
    CheckKind.DBS: DbsForm,
    CheckKind.REGISTRATION: EndsForm,
    CheckKind.TRAINING: EndsForm,
}


def check_form(needed: RequiredCheck, *, today: date, dbs_years: int | None = None) -> SeenForm:
    """The form for one check, with today filled in as the day it was seen.

    `dbs_years` is after how many years the area looks at a DBS check again.
    """
    told: dict[str, Any] = {"seen_on": today}
    if needed.kind == CheckKind.DBS and dbs_years:
        told["ends_on"] = _years_on(today, dbs_years)
    form = _FORMS[needed.kind](data=told)
    if isinstance(form, DbsForm):
        form.offer(WITHIN[DbsLevel(str(needed.deepest))])
    return form


def _years_on(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        # 29 February.
        return (day - timedelta(days=1)).replace(year=day.year + years)
