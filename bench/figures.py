"""One figure, as the contract writes it, and how a time becomes one."""

import json
import math
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured value. `against` and `ratio` are set where it is compared with another."""

    name: str
    engine: str | None
    value: float
    unit: str
    better: str
    n: int
    against: str | None = None
    ratio: float | None = None

    def as_json(self) -> str:
        """The figure as one line."""
        return json.dumps(asdict(self))


def percentile(values: Sequence[float], share: float) -> float:
    """The value that `share` of the values do not exceed (nearest rank)."""
    return sorted(values)[max(0, math.ceil(share * len(values)) - 1)]


def times_ms(act: Callable[[Any], object], inputs: Iterable[Any]) -> list[float]:
    """How many milliseconds `act` takes for each input."""
    taken = []
    for one in inputs:
        start = time.perf_counter()
        act(one)
        taken.append((time.perf_counter() - start) * 1000)
    return taken
