"""What comes free when somebody has to stop at once."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from microcare.ledger.values import Hold
from microcare.spending.policies import comes_free_at_once, stays_owed

START, NOBODY = date(2027, 1, 1), UUID(int=0)
DAYS = st.integers(0, 40)


@given(day=DAYS, today=DAYS, kept=st.booleans())
def test_it_is_what_is_to_come_and_never_less_than_leaving_frees(
    day: int, today: int, kept: bool
) -> None:
    hold = Hold(
        id=NOBODY,
        purse=NOBODY,
        book=NOBODY,
        ref=NOBODY,
        for_on=START + timedelta(days=day),
        pence=1,
        expires_at=datetime(2028, 1, 1, tzinfo=UTC),
        ended=None,
        posted_pence=0,
        is_kept=kept,
    )
    now = START + timedelta(days=today)
    assert comes_free_at_once(hold, now) == (day > today and not kept)
    # Without notice is what leaving with none would free.
    assert comes_free_at_once(hold, now) != stays_owed(hold, now)
