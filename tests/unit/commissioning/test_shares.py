"""Shares add up to the price, whoever they are, and the odd pennies go round."""

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from microcare.commissioning.policies import my_share, shares_by_session
from tests.factories.groups import make_terms

prices = st.integers(1, 100_000)
counts = st.integers(1, 60)
people = st.lists(st.uuids(), min_size=1, max_size=12, unique=True)


@given(prices, counts, people)
def test_every_session_adds_up_and_nobody_pays_two_pence_more(
    price: int, sessions: int, members: list[UUID]
) -> None:
    terms = make_terms(session_pence=price, sessions=sessions)
    by_session = shares_by_session(terms, members)
    assert all(sum(shares.values()) == price for shares in by_session)
    totals = [sum(shares[m] for shares in by_session) for m in members]
    assert sum(totals) == terms.total_pence
    assert max(totals) - min(totals) <= 1


@given(prices, counts, people)
def test_the_order_of_the_people_does_not_matter(
    price: int, sessions: int, members: list[UUID]
) -> None:
    terms = make_terms(session_pence=price, sessions=sessions)
    assert shares_by_session(terms, members) == shares_by_session(terms, members[::-1])


@given(prices, counts, people)
def test_what_i_am_told_is_what_i_pay(price: int, sessions: int, members: list[UUID]) -> None:
    terms = make_terms(session_pence=price, sessions=sessions)
    for member in members:
        share = my_share(terms, members, member)
        assert share.total == share.usual * share.sessions + share.dearer
