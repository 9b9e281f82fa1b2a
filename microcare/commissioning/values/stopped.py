"""What one person still has promised that cannot go on: no provider, or too few people."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True, slots=True)
class StoppedDay:
    """One of their own promises: the hold, its day, and pence."""

    hold_id: UUID
    day: date
    pence: int


@dataclass(frozen=True, slots=True)
class StoppedView:
    """Their own promises to one provider in one group. Nothing of anybody else is in it."""

    group_id: UUID
    group_name: str
    listing_id: UUID
    provider: str
    is_member: bool
    days: tuple[StoppedDay, ...]
    # How many people it needs, where it waits because fewer are left; 0 where they cannot work.
    fewest: int = 0

    @property
    def pence(self) -> int:
        """Pence of all of it."""
        return sum(one.pence for one in self.days)
