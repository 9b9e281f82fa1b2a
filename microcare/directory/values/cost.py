"""What it costs, in whole pence, and how it may be shared and paid."""

from dataclasses import dataclass

from microcare.directory.values.kinds import Pay, Per


@dataclass(frozen=True, slots=True)
class Price:
    """The price in pence of one hour, session, day or week; `minutes` how long a session is."""

    pence: int
    per: Per
    minutes: int | None = None


@dataclass(frozen=True, slots=True)
class CostTerms:
    """What the price holds, and what happens around it, in the provider's words."""

    includes: str
    travel: str = ""
    cancelling: str = ""
    shortest_minutes: int | None = None


@dataclass(frozen=True, slots=True)
class Sharing:
    """How many people may share one visit for the one price; both None when it is not shared."""

    shared_min: int | None = None
    shared_max: int | None = None
    is_shared: bool = False


@dataclass(frozen=True, slots=True)
class Paying:
    """How people may pay."""

    pay: tuple[Pay, ...]
