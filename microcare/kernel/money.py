"""Whole pence. Nothing here ever holds a float."""

import re
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from microcare.kernel.errors import DomainError
from microcare.kernel.words import N_

# Ten million pounds: beyond any budget here, far inside a 64-bit integer.
LARGEST_PENCE = 1_000_000_000
_POUNDS = re.compile(r"^£?\s*(\d{1,3}(?:,\d{3})+|\d{1,8})(?:\.(\d{1,2}))?$", re.ASCII)


class NotAnAmount(DomainError):
    """The text is not an amount of pounds that we can read."""

    words = N_("Write the amount in numbers, like 18 or 18.50")


class CannotSplit(DomainError):
    """The weights cannot carry the total."""

    words = N_("This cannot be shared out. Each share needs someone to pay it.")


def parse_pounds(text: str) -> int:
    """Pence for a written amount of pounds ("18", "£1,234.5", "18.50"), 0 to LARGEST_PENCE.

    Raises NotAnAmount for anything else: signs, exponents, infinities, other digits, fractions of
    a penny.
    """
    found = _POUNDS.match(text.strip())
    if not found:
        raise NotAnAmount
    pence = int(found[1].replace(",", "")) * 100 + int((found[2] or "0").ljust(2, "0"))
    if pence > LARGEST_PENCE:
        raise NotAnAmount
    return pence


def pounds(pence: int) -> Decimal:
    """The exact decimal number of pounds."""
    return Decimal(pence) / 100


def nearest(pence: int, parts: int) -> int:
    """`pence` divided by `parts`, to the nearest penny; a half goes up. For showing only."""
    return (2 * pence + parts) // (2 * parts)


def split_by_weight(total: int, weights: Sequence[int], *, turn: int = 0) -> list[int]:
    """Whole-pence shares of `total` in the proportions of `weights`, summing exactly to `total`.

    Largest remainder; where remainders tie, the odd pennies go round from place `turn`, so that
    over sessions numbered 0, 1, 2 ... nobody always pays the extra one (pooling P15).
    Raises CannotSplit when the total or a weight is negative, or every weight is 0 and the total
    is not.
    """
    whole = sum(weights)
    if total < 0 or any(w < 0 for w in weights) or (whole == 0 and total != 0):
        raise CannotSplit
    if total == 0:
        return [0] * len(weights)
    shares = [total * w // whole for w in weights]
    count = len(weights)
    by_remainder = sorted(
        (i for i in range(count) if weights[i]),
        key=lambda i: (-(total * weights[i] % whole), (i - turn) % count),
    )
    for i in by_remainder[: total - sum(shares)]:
        shares[i] += 1
    return shares


def split_in_turn(totals: Sequence[int], weights: Sequence[Sequence[int]]) -> list[list[int]]:
    """Whole-pence shares of each of `totals` by its own `weights`, one row after another.

    Each row adds up to its total, and nobody's share of it is a penny or more from their exact
    part: the odd pennies go to whoever is furthest behind so far, and where two are equally far, to
    the first (pooling P15). Raises CannotSplit as `split_by_weight` does.
    """
    behind: dict[int, Fraction] = {}
    rows = []
    for total, row in zip(totals, weights, strict=True):
        whole = sum(row)
        if total < 0 or any(w < 0 for w in row) or (whole == 0 and total != 0):
            raise CannotSplit
        exact = [Fraction(total * w, whole or 1) for w in row]
        shares = [part.numerator // part.denominator for part in exact]
        owed = {i: behind.get(i, Fraction(0)) + part - shares[i] for i, part in enumerate(exact)}
        odd = sorted(
            (i for i, p in enumerate(exact) if p != shares[i]), key=lambda i: (-owed[i], i)
        )
        for i in odd[: total - sum(shares)]:
            shares[i] += 1
            owed[i] -= 1
        behind = owed
        rows.append(shares)
    return rows
