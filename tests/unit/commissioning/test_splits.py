"""Every way of sharing adds up to the penny, whoever they are; nobody pays above their most."""

from fractions import Fraction
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microcare.commissioning.policies import shares_by_session
from microcare.commissioning.values import (
    DoesNotReach,
    NobodyComes,
    OthersWentMeanwhile,
    SomebodyHasAPart,
    Split,
    SumsMustAddUp,
    Way,
    split_from,
)
from microcare.decisions.values import canonical
from tests.factories.groups import make_terms

prices = st.integers(1, 100_000)
counts = st.integers(1, 30)
members = st.lists(st.uuids(), min_size=1, max_size=8, unique=True)


@st.composite
def splits(draw: st.DrawFn, people: list[UUID], price: int, sessions: int) -> Split:
    """Any way with numbers that can carry the price."""
    way = draw(st.sampled_from([Way.EQUAL, Way.HOURS, Way.ATTENDANCE, Way.FIXED]))
    if way is Way.HOURS:
        hours = [draw(st.integers(0, 96)) for _ in people]
        return Split(way, parts=dict(zip(people, [hours[0] + 1, *hours[1:]], strict=True)))
    if way is Way.ATTENDANCE:
        comes = {p: draw(st.frozensets(st.integers(0, sessions - 1))) for p in people}
        comes[people[0]] = frozenset(range(sessions))
        return Split(way, comes=comes)
    if way is Way.FIXED:
        cuts = sorted(draw(st.integers(0, price)) for _ in people[1:])
        parts = [b - a for a, b in zip([0, *cuts], [*cuts, price], strict=True)]
        return Split(way, parts=dict(zip(people, parts, strict=True)))
    return Split(way)


def _exact(split: Split, people: list[UUID], price: int, number: int) -> dict[UUID, Fraction]:
    def weight(p: UUID) -> int:
        if split.way is Way.ATTENDANCE:
            return int(number in split.comes[p])
        return split.parts[p] if split.parts else 1

    whole = sum(weight(p) for p in people)
    return {p: Fraction(price * weight(p), whole) for p in people}


@given(prices, counts, members, st.data())
def test_each_session_adds_up_and_the_odd_pennies_go_round(
    price: int, sessions: int, people: list[UUID], data: st.DataObject
) -> None:
    split = data.draw(splits(people, price, sessions))
    terms = make_terms(session_pence=price, sessions=sessions)
    rows = shares_by_session(terms, people, split)
    behind = dict.fromkeys(people, Fraction(0))
    for number, row in enumerate(rows):
        assert sum(row.values()) == price
        for p, exact in _exact(split, people, price, number).items():
            assert abs(row[p] - exact) < 1
            behind[p] += exact - row[p]
    # Over all the sessions nobody pays two pence for somebody else.
    assert all(abs(late) < 2 for late in behind.values())


@given(prices, counts, members, st.data())
def test_the_order_of_the_people_does_not_matter(
    price: int, sessions: int, people: list[UUID], data: st.DataObject
) -> None:
    split = data.draw(splits(people, price, sessions))
    terms = make_terms(session_pence=price, sessions=sessions)
    turned = Split(
        split.way,
        parts=dict(reversed(split.parts.items())),
        comes=dict(reversed(split.comes.items())),
    )
    assert shares_by_session(terms, people, split) == shares_by_session(terms, people[::-1], turned)
    assert canonical(split.as_terms()) == canonical(turned.as_terms())
    assert split_from(split.as_terms()) == split


@given(prices, counts, members, st.data())
def test_nobody_pays_above_the_most_they_said(
    price: int, sessions: int, people: list[UUID], data: st.DataObject
) -> None:
    most = {p: data.draw(st.integers(0, price)) for p in people if data.draw(st.booleans())}
    terms, split = make_terms(session_pence=price, sessions=sessions), Split(Way.ABILITY)
    if len(most) == len(people) and sum(most.values()) < price:
        with pytest.raises(DoesNotReach):
            shares_by_session(terms, people, split, most=most)
        return
    rows = shares_by_session(terms, people, split, most=most)
    for row in rows:
        assert sum(row.values()) == price
        assert all(row[p] <= said for p, said in most.items())
        # Whoever pays less than another pays the most they said, or the odd penny less.
        top = max(row.values())
        assert all(row[p] >= top - 1 or row[p] == most.get(p) for p in people)
    again = shares_by_session(terms, people[::-1], split, most=dict(reversed(most.items())))
    assert again == rows


def test_whose_most_is_enough_makes_no_difference() -> None:
    a, b, c = (uuid4() for _ in range(3))
    terms = make_terms(session_pence=100, sessions=6)
    alone = shares_by_session(terms, [a, b, c], Split(Way.ABILITY))
    assert alone == shares_by_session(terms, [a, b, c])
    assert alone == shares_by_session(terms, [a, b, c], Split(Way.ABILITY), most={a: 34, b: 900})


def test_what_one_cannot_pay_is_spread_on_the_others_until_they_cannot_either() -> None:
    a, b, c = sorted(uuid4() for _ in range(3))
    terms = make_terms(session_pence=90, sessions=1)
    rows = shares_by_session(terms, [a, b, c], Split(Way.ABILITY), most={a: 10, b: 35})
    assert rows == [{a: 10, b: 35, c: 45}]


def test_an_odd_penny_does_not_stay_with_one_of_unequal_parts() -> None:
    a, b = sorted(uuid4() for _ in range(2))
    terms = make_terms(session_pence=100, sessions=3)
    rows = shares_by_session(terms, [a, b], Split(Way.HOURS, parts={a: 1, b: 2}))
    assert [row[a] for row in rows] == [33, 34, 33]
    assert [row[b] for row in rows] == [67, 66, 67]


def test_numbers_that_cannot_carry_the_price_are_refused() -> None:
    a, b = uuid4(), uuid4()
    terms = make_terms(session_pence=100, sessions=2)
    for split, refusal in (
        (Split(Way.HOURS, parts={a: 0, b: 0}), SomebodyHasAPart),
        (Split(Way.HOURS, parts={a: 4}), OthersWentMeanwhile),
        (Split(Way.FIXED, parts={a: 50, b: 51}), SumsMustAddUp),
        (Split(Way.ATTENDANCE, comes={a: frozenset({0}), b: frozenset({0})}), NobodyComes),
        (Split(Way.ATTENDANCE, comes={a: frozenset({0, 1})}), OthersWentMeanwhile),
    ):
        with pytest.raises(refusal):
            shares_by_session(terms, [a, b], split)
