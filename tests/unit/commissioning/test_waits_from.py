"""From which day on too few people are left, whatever way they share (pooling P36)."""

from datetime import date, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from microcare.commissioning.models import CareSession, SessionShare
from microcare.commissioning.policies import waits_from

PEOPLE = [UUID(int=n) for n in range(1, 5)]
FIRST = date(2027, 1, 12)


def day(number: int) -> date:
    return FIRST + timedelta(weeks=number)


def sessions(*who: set[int]) -> list[CareSession]:
    """A session a week, with a part for each of these people."""
    return [
        CareSession(
            id=UUID(int=100 + number),
            number=number,
            day=day(number),
            shares=[SessionShare(person_id=PEOPLE[p], pence=5) for p in sorted(parts)],
        )
        for number, parts in enumerate(who)
    ]


def promised(*who: set[int]) -> dict[UUID, set[UUID]]:
    return {UUID(int=100 + number): {PEOPLE[p] for p in left} for number, left in enumerate(who)}


def test_nobody_is_missing_who_agreed_to_no_more_days() -> None:
    agreed = ({0, 1, 2}, {0, 1, 2}, {0, 1})
    found = waits_from(sessions(*agreed), promised(*agreed), sharers=3, fewest=3)
    assert found is None


def test_whoever_misses_one_day_and_comes_later_is_not_gone() -> None:
    ahead = sessions({0, 1}, {0, 1}, {0, 1})
    assert waits_from(ahead, promised({0, 1}, {0}, {0, 1}), sharers=2, fewest=2) is None
    assert waits_from(ahead, promised({0, 1}, {0}, {0}), sharers=2, fewest=2) == day(1)


def test_a_day_that_nobody_is_promised_for_is_none() -> None:
    ahead = sessions({0, 1}, {0, 1}, {0, 1})
    assert waits_from(ahead, promised({0, 1}, {0, 1}, set()), sharers=2, fewest=2) is None
    assert waits_from(ahead, promised({0}, set(), set()), sharers=2, fewest=2) == day(0)


LEFT = st.lists(st.integers(0, 6), min_size=4, max_size=4)


@given(LEFT, st.integers(1, 4))
def test_of_equals_it_waits_from_the_day_on_which_too_few_are_left(
    until: list[int], fewest: int
) -> None:
    """Each stays for so many weeks of six; the first week with fewer than `fewest` waits."""
    there = [{p for p in range(4) if until[p] > week} for week in range(6)]
    found = waits_from(sessions(*[{0, 1, 2, 3}] * 6), promised(*there), sharers=4, fewest=fewest)
    too_few = [week for week in range(6) if 0 < len(there[week]) < fewest]
    assert found == (day(too_few[0]) if too_few else None)
