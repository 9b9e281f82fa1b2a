"""A statement that does not add up cannot be made: each check is shown to refuse."""

from collections import Counter
from datetime import date
from typing import Any

import pytest

from microcare.budgets.values import Funding
from microcare.ledger.values import Bucket
from microcare.spending.values.statement import (
    DoesNotAddUp,
    Line,
    Meeting,
    Part,
    Period,
    Proof,
    Standing,
    Statement,
)

DAY = date(2027, 1, 31)
PERIOD = Period(date(2026, 4, 1), date(2027, 3, 31))
FLOWS = Counter(
    {
        (Bucket.SOURCE, Bucket.AVAILABLE): 1_000,
        (Bucket.AVAILABLE, Bucket.SOURCE): 50,
        (Bucket.AVAILABLE, Bucket.HELD): 300,
        (Bucket.HELD, Bucket.AVAILABLE): 20,
        (Bucket.HELD, Bucket.SPENT): 180,
        (Bucket.SPENT, Bucket.REFUND_DUE): 30,
        (Bucket.REFUND_DUE, Bucket.AVAILABLE): 5,
        (Bucket.REFUND_DUE, Bucket.RETURNED): 15,
    }
)
SUMS = {
    Part.SET_ASIDE: 1_000,
    Part.TAKEN_BACK: 50,
    Part.SPENT: 180,
    Part.MONEY_BACK: 30,
    Part.RETURNED: 15,
    Part.PROMISED: 100,
}


def line(part: Part, pence: int) -> Line:
    return Line(part=part, pence=pence, proof=Proof.TOLD, written_on=DAY, key="")


def made(**changes: Any) -> Statement:
    sums = SUMS | changes.pop("sums", {})
    told: dict[str, Any] = {
        "name": "Amara",
        "funding": Funding.OWN,
        "funder": "",
        "period": PERIOD,
        "since": None,
        "as_of": DAY,
        "opening": Standing(),
        "flows": FLOWS,
        "closing": Standing(left=675, promised=100, owed_back=10),
        "lines": tuple(line(part, pence) for part, pence in sums.items()),
    }
    return Statement(**(told | changes))


def test_it_adds_up() -> None:
    assert made().closing.total == 1_000 + 30 - 180 - 15 - 50
    assert made(not_due=675).not_due == 675
    assert made().came_back == 5


@pytest.mark.parametrize("part", Part)
def test_a_line_that_is_a_penny_out_is_refused(part: Part) -> None:
    with pytest.raises(DoesNotAddUp):
        made(sums={part: SUMS[part] + 1})


@pytest.mark.parametrize(
    "changes",
    [
        {"closing": Standing(left=676, promised=100, owed_back=10)},
        {"closing": Standing(left=676, promised=99, owed_back=10), "sums": {Part.PROMISED: 99}},
        {"closing": Standing(left=675, promised=101, owed_back=9), "sums": {Part.PROMISED: 101}},
        {"closing": Standing(left=674, promised=100, owed_back=11)},
        {"opening": Standing(left=1)},
        {"opening": Standing(left=-1, owed_back=1)},
        {"not_due": 676},
        {"not_due": -1},
        {"flows": FLOWS + Counter({(Bucket.HELD, Bucket.PAID_IN): 1})},
        {"flows": FLOWS + Counter({(Bucket.AVAILABLE, Bucket.RETURNED): 1})},
    ],
)
def test_pence_in_the_wrong_place_are_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(DoesNotAddUp):
        made(**changes)


@pytest.mark.parametrize(
    ("times", "minutes"),
    [
        ("5pm to 7pm", 120),
        ("11:30am to 1pm", 90),
        ("12pm to 12:45pm", 45),
        ("7pm to 5pm", None),
        ("5 o'clock", None),
        ("5pm to 7pm, or later", None),
        ("", None),
    ],
)
def test_hours_are_told_only_where_the_times_say_them(times: str, minutes: int | None) -> None:
    met = Meeting(on=DAY, payee="", group="", what="", times=times, people=3)
    assert met.minutes == minutes
