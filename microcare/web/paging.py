"""Which page of a list, and how to reach the others."""

from dataclasses import dataclass

from flask import request

_LAST_PAGE = 100_000


def page_number() -> int:
    """Which page of a list is asked for; the first for anything that is no number."""
    asked = request.args.get("page", default=1, type=int)
    return min(max(asked, 1), _LAST_PAGE)


@dataclass(frozen=True, slots=True)
class Paging:
    """Page `number` (from 1) of a list of `total` things, `size` a page."""

    number: int
    size: int
    total: int

    @property
    def pages(self) -> int:
        """How many pages there are, at least 1."""
        return max(1, -(-self.total // self.size))

    @property
    def offset(self) -> int:
        """How many things come before this page."""
        return (self.number - 1) * self.size

    @property
    def numbers(self) -> list[int | None]:
        """Page numbers to show, None where some are left out."""
        near = {1, self.pages, self.number - 1, self.number, self.number + 1}
        shown: list[int | None] = []
        for n in sorted(n for n in near if 1 <= n <= self.pages):
            last = shown[-1] if shown else 0
            if last is not None and n - last > 1:
                shown.append(None)
            shown.append(n)
        return shown
