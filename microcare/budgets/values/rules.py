"""What a funder asks of whoever holds its money. Councils differ, so each figure is a setting.

The examples are those of pooling.md, part A1 and A2, with the place that each was read at. A person
or the site's admin writes what their own funder asks; until then the example stands, and says so.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from microcare.budgets.values.money import Funding
from microcare.kernel.errors import DomainError
from microcare.kernel.words import N_


class FunderKind(StrEnum):
    """Who pays a budget."""

    COUNCIL = "council"
    NHS = "nhs"
    HOLDER = "holder"


FUNDER_WORDS = {
    FunderKind.COUNCIL: N_("A council"),
    FunderKind.NHS: N_("An NHS board"),
    FunderKind.HOLDER: N_("Whoever holds an individual service fund"),
}


class Unit(StrEnum):
    """What a setting counts."""

    WEEKS = "weeks"
    MONTHS = "months"
    YEARS = "years"


@dataclass(frozen=True, slots=True)
class Setting:
    """One figure that a funder sets, its example, and where the example comes from."""

    name: str
    words: str
    unit: Unit
    example: int
    most: int
    source: str


SETTINGS = (
    Setting(
        "evidence_months",
        N_("How often do they want to see your papers?"),
        Unit.MONTHS,
        3,
        24,
        N_("Sefton asks every 3 months."),
    ),
    Setting(
        "surplus_weeks",
        N_("For how many weeks may money pile up?"),
        Unit.WEEKS,
        8,
        52,
        N_("St Helens takes back what is above 8 weeks."),
    ),
    Setting(
        "first_review_months",
        N_("When do they first look at your plan with you?"),
        Unit.MONTHS,
        6,
        24,
        N_("The law says within 6 months (2014 Regulations, 7)."),
    ),
    Setting(
        "review_months",
        N_("And how often after that?"),
        Unit.MONTHS,
        12,
        36,
        N_("The law says every 12 months at least."),
    ),
    Setting(
        "notice_weeks",
        N_("How much notice do they want when it ends?"),
        Unit.WEEKS,
        4,
        52,
        N_("Gloucestershire asks for 4 weeks."),
    ),
    Setting(
        "return_weeks",
        N_("By when must what is left go back to them?"),
        Unit.WEEKS,
        4,
        52,
        N_("Worcestershire gives 4 weeks."),
    ),
    Setting(
        "keep_years",
        N_("How long must you keep bank papers, past this year?"),
        Unit.YEARS,
        6,
        12,
        N_("Warwickshire asks for 6 years."),
    ),
    Setting(
        "receipt_years",
        N_("How long must you keep receipts, past this year?"),
        Unit.YEARS,
        1,
        12,
        N_("Warwickshire asks for 1 year."),
    ),
)
# Dorset lets an individual service fund hold four weeks' money (pooling A2).
_OTHERWISE = {(Funding.ISF, "surplus_weeks"): (4, N_("Dorset lets it hold 4 weeks."))}
Told = Mapping[str, int | None]


class RuleSource(StrEnum):
    """Whose word a figure is."""

    YOU = "you"
    FUNDER = "funder"
    EXAMPLE = "example"


@dataclass(frozen=True, slots=True)
class Rule:
    """One figure as it stands for a budget, and whose word it is."""

    setting: Setting
    number: int
    source: RuleSource
    because: str


@dataclass(frozen=True, slots=True)
class FunderTold:
    """A funder as the admin writes it: its figures by the name of each setting, None for no word.

    `ask` is who to ask there, in words that people read.
    """

    name: str
    kind: FunderKind
    ask: str
    figures: Told


def rules_for(funding: Funding, *, own: Told, funder: Told) -> dict[str, Rule]:
    """Each setting: the person's own word first, then the funder's on this site, else the example.

    Own money has no funder, so nothing is asked of it.
    """
    if funding is Funding.OWN:
        return {}
    return {setting.name: _rule(setting, funding, own, funder) for setting in SETTINGS}


def _rule(setting: Setting, funding: Funding, own: Told, funder: Told) -> Rule:
    for source, told in ((RuleSource.YOU, own), (RuleSource.FUNDER, funder)):
        number = told.get(setting.name)
        if number is not None:
            return Rule(setting, number, source, "")
    example = (setting.example, setting.source)
    number, because = _OTHERWISE.get((funding, setting.name), example)
    return Rule(setting, number, RuleSource.EXAMPLE, because)


def plain_name(name: str) -> str:
    """A name as it is compared: without capitals and extra spaces."""
    return " ".join(name.split()).casefold()


class NamedAlready(DomainError):
    """One funder, one name."""

    words = N_("This name is on the list already")
    field = "name"
