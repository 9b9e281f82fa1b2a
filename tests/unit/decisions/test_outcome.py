"""The outcome is computed from the answers alone: no yes is assumed and no yes is forgotten."""

import uuid
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from microcare.decisions.policies import commits_at, everyone_agrees, latest_answers, standing
from microcare.decisions.values import (
    THINKING,
    Answer,
    Rules,
    Share,
    Standing,
    canonical,
    new_salt,
    version_hash,
)
from tests.factories.decisions import sketch

START = datetime(2026, 11, 23, 12, tzinfo=UTC)
CLOSES = START + timedelta(days=10)
PEOPLE = [uuid.uuid4() for _ in range(4)]

steps = st.lists(
    st.tuples(
        st.integers(0, len(PEOPLE) - 1),
        st.sampled_from(Answer),
        st.integers(0, 9 * 24 * 60),
        st.booleans(),
    ),
    max_size=20,
)


def answered(
    steps: list[tuple[int, Answer, int, bool]],
) -> list[tuple[int, Answer, datetime, bool]]:
    in_order = sorted(steps, key=lambda step: step[2])
    return [(who, what, START + timedelta(minutes=m), sooner) for who, what, m, sooner in in_order]


@given(steps, st.integers(1, 4))
def test_it_is_due_only_on_everybodys_own_last_yes(
    steps: list[tuple[int, Answer, int, bool]], people: int
) -> None:
    given_answers = [a for a in answered(steps) if a[0] < people]
    proposal = sketch(PEOPLE[:people], given_answers, closes_at=CLOSES)
    last = {who: (what, at, sooner) for who, what, at, sooner in given_answers}
    agrees = len(last) == people and all(what is Answer.YES for what, _, _ in last.values())
    assert everyone_agrees(proposal, latest_answers(proposal)) is agrees
    due = commits_at(proposal)
    assert (due is not None) is agrees
    if due is not None:
        hurry = all(sooner for _, _, sooner in last.values())
        latest = max(at for _, at, _ in last.values())
        assert due == (latest if hurry else latest + THINKING)
        assert standing(proposal, due) is Standing.DUE
        assert standing(proposal, due - timedelta(seconds=1)) is Standing.THINKING
    else:
        assert standing(proposal, CLOSES - timedelta(seconds=1)) is Standing.WAITING
        assert standing(proposal, CLOSES) is Standing.EXPIRED


@given(steps)
def test_nobody_can_say_yes_for_somebody_else(steps: list[tuple[int, Answer, int, bool]]) -> None:
    silent = [a for a in answered(steps) if a[0] != 0]
    proposal = sketch(PEOPLE, silent, closes_at=CLOSES)
    assert commits_at(proposal) is None


terms = st.dictionaries(st.text(max_size=8), st.integers() | st.text(max_size=8), max_size=6)


@given(terms, st.lists(st.integers(0, 10**6), min_size=1, max_size=12))
def test_the_seal_is_the_same_for_the_same_and_differs_for_anything_else(
    terms: dict[str, int | str], pence: list[int]
) -> None:
    shares = [Share(uuid.uuid4(), p, new_salt()) for p in pence]
    digests = [share.digest for share in shares]
    again = canonical(dict(reversed(terms.items())))
    assert canonical(terms) == again
    seal = version_hash(again, digests)
    assert seal == version_hash(again, digests[::-1])
    assert seal != version_hash(canonical(terms | {"one more": 1}), digests)
    dearer = Share(shares[0].person_id, pence[0] + 1, shares[0].salt)
    assert seal != version_hash(again, [dearer.digest, *digests[1:]])


@given(st.integers(0, 10**6))
def test_a_digest_says_nothing_without_its_salt(pence: int) -> None:
    one, other = (Share(uuid.uuid4(), pence, new_salt()) for _ in range(2))
    assert one.digest != other.digest
    assert len(bytes.fromhex(one.salt)) * 8 == 128


def test_the_rules_are_written_into_the_version() -> None:
    written = Rules(closes_at=CLOSES).as_terms(3)
    assert written == {
        "method": "everyone_agrees",
        "closes_at": "2026-12-03T12:00:00+00:00",
        "thinking_seconds": 259_200,
        "people": 3,
    }
