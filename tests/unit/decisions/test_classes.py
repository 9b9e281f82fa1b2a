"""Classes with set weights: balanced whatever the numbers, and investors at most 10."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microcare.decisions.values.classes import (
    OnlyInvestors,
    TooMuchForInvestors,
    Voice,
    Weights,
    WrongWeights,
    is_carried,
    tally,
)

USERS, WORKERS, INVESTORS = Voice.USERS, Voice.WORKERS, Voice.INVESTORS


@st.composite
def weights(draw: st.DrawFn) -> Weights:
    investors = draw(st.integers(0, 10))
    users = draw(st.integers(1, 99 - investors))
    return Weights(users, 100 - investors - users, investors)


some_voices = st.sets(st.sampled_from(list(Voice)), min_size=1).filter(lambda v: v != {INVESTORS})
votes = st.lists(st.tuples(st.sampled_from(list(Voice)), st.booleans()), max_size=40)


def strength(percents: dict[Voice, int], said: list[tuple[Voice, bool]]) -> Fraction:
    return sum((one.counts for one in tally(percents, said)), Fraction(0))


def carried(percents: dict[Voice, int], said: list[tuple[Voice, bool]]) -> bool:
    return is_carried(tally(percents, said), threshold_percent=50)


@given(weights(), some_voices)
def test_weights_are_whole_and_100_for_whoever_is_there(one: Weights, there: set[Voice]) -> None:
    found = one.among(there)
    assert sum(found.values()) == 100
    assert set(found) <= there
    assert all(isinstance(n, int) and n > 0 for n in found.values())
    assert found.get(INVESTORS, 0) <= one.investors <= 10


@given(st.integers(-5, 105), st.integers(-3, 30), st.sampled_from([0, 0, 0, 1, -1]))
def test_no_other_weights_can_be_made(users: int, investors: int, off: int) -> None:
    workers = 100 - users - investors + off
    sound = users >= 1 and workers >= 1 and 0 <= investors <= 10
    if sound and users + workers + investors == 100:
        assert Weights(users, workers, investors).by_voice[USERS] == users
    else:
        with pytest.raises((WrongWeights, TooMuchForInvestors)):
            Weights(users, workers, investors)


@given(weights(), some_voices, votes, st.randoms(use_true_random=False))
def test_the_order_of_answers_does_not_matter(one, there, said, chance) -> None:  # type: ignore[no-untyped-def]
    percents = one.among(there)
    said = [vote for vote in said if vote[0] in percents]
    mixed = said[:]
    chance.shuffle(mixed)
    assert tally(percents, said) == tally(percents, mixed)


@given(st.integers(1, 60), st.integers(1, 60))
def test_equal_classes_are_balanced_whatever_their_numbers(users: int, workers: int) -> None:
    """All users for and all workers against is a tie, and so is the other way round: not passed."""
    percents = Weights(45, 45, 10).among({USERS, WORKERS})
    for yes in (True, False):
        said = [(USERS, yes)] * users + [(WORKERS, not yes)] * workers
        assert strength(percents, said) == 50
        assert not carried(percents, said)
    assert carried(percents, [(USERS, True)] * users + [(WORKERS, True)])


@given(weights(), some_voices, votes, st.integers(1, 50))
def test_investors_never_have_more_than_ten_of_a_hundred(
    one: Weights, there: set[Voice], said: list[tuple[Voice, bool]], many: int
) -> None:
    percents = one.among(there | {INVESTORS})
    others = [vote for vote in said if vote[0] in percents and vote[0] is not INVESTORS]
    for_it = strength(percents, [*others, *[(INVESTORS, True)] * many])
    against = strength(percents, [*others, *[(INVESTORS, False)] * many])
    assert 0 <= for_it - against <= 10
    assert not carried(percents, [(INVESTORS, True)] * many)


@given(weights(), st.integers(1, 30))
def test_a_class_that_says_nothing_adds_nothing_to_the_others(one: Weights, many: int) -> None:
    percents = one.among(set(Voice))
    assert strength(percents, [(WORKERS, True)] * many) == percents[WORKERS]
    assert strength(percents, []) == 0
    assert not carried(percents, [])


@given(weights(), some_voices, votes)
def test_one_more_yes_never_turns_it_against(
    one: Weights, there: set[Voice], said: list[tuple[Voice, bool]]
) -> None:
    percents = one.among(there)
    said = [vote for vote in said if vote[0] in percents]
    for voice in percents:
        assert strength(percents, [*said, (voice, True)]) >= strength(percents, said)
    assert 0 <= strength(percents, said) <= 100


def test_thirds_are_counted_exactly() -> None:
    percents = {USERS: 50, WORKERS: 50}
    said = [(USERS, True), (USERS, False), (USERS, False)]
    said += [(WORKERS, True), (WORKERS, True), (WORKERS, False)]
    assert strength(percents, said) == 50, "a tie to the last digit"
    assert not carried(percents, said)
    users, _ = tally(percents, said)
    assert users.shown == "16 2/3"


def test_where_a_class_is_not_there_its_weight_has_one_place_to_go() -> None:
    one = Weights(40, 51, 9)
    assert one.among({USERS, WORKERS}) == {USERS: 45, WORKERS: 55}
    assert one.among({USERS, INVESTORS}) == {USERS: 91, INVESTORS: 9}
    assert one.among({WORKERS}) == {WORKERS: 100}
    with pytest.raises(OnlyInvestors):
        one.among({INVESTORS})
