"""The outcome is computed from the answers alone: no yes is assumed and no yes is forgotten."""

import uuid
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from microcare.decisions.models import AskedForTime
from microcare.decisions.policies import (
    closes_at,
    commits_at,
    is_agreed,
    latest_answers,
    may_ask_for_time,
    may_take_back,
    result,
    standing,
)
from microcare.decisions.values import (
    ANSWERS_TO,
    THINKING,
    Answer,
    Method,
    Outcome,
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

Step = tuple[int, Answer, int, bool]


def steps_of(method: Method) -> st.SearchStrategy[list[Step]]:
    """Who says what, at which minute, and whether sooner: in any order."""
    one = st.tuples(
        st.integers(0, len(PEOPLE) - 1),
        st.sampled_from(sorted(ANSWERS_TO[method])),
        st.integers(0, 9 * 24 * 60),
        st.booleans(),
    )
    return st.lists(one, max_size=20)


steps = steps_of(Method.CONSENT)


def answered(steps: list[Step]) -> list[tuple[int, Answer, datetime, bool]]:
    in_order = sorted(steps, key=lambda step: step[2])
    return [(who, what, START + timedelta(minutes=m), sooner) for who, what, m, sooner in in_order]


@given(st.sampled_from([Method.CONSENT, Method.EVERYONE_AGREES]), st.data(), st.integers(1, 4))
def test_it_is_due_only_on_everybodys_own_last_yes(
    method: Method, data: st.DataObject, people: int
) -> None:
    given_answers = [a for a in answered(data.draw(steps_of(method))) if a[0] < people]
    proposal = sketch(PEOPLE[:people], given_answers, closes_at=CLOSES, method=method)
    last = {who: (what, at, sooner) for who, what, at, sooner in given_answers}
    agrees = len(last) == people and all(what is Answer.YES for what, _, _ in last.values())
    assert is_agreed(proposal, latest_answers(proposal)) is agrees
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


@given(steps, st.integers(1, 3))
def test_consent_is_the_yes_of_who_pays_and_nobodys_worry(steps: list[Step], paying: int) -> None:
    given_answers = answered(steps)
    proposal = sketch(PEOPLE, given_answers, closes_at=CLOSES, paying=paying)
    last = {who: what for who, what, _, _ in given_answers}
    all_pay = all(last.get(who) is Answer.YES for who in range(paying))
    due = commits_at(proposal)
    assert (due is not None) is (all_pay and Answer.WORRY not in last.values())
    if due is not None:
        # Never sooner than three days after a worry was taken back, unless all asked for it.
        worried = {who for who, what, _, _ in given_answers if what is Answer.WORRY}
        taken_back = [at for who, _, at, _ in given_answers if who in worried]
        assert all(due >= at for at in taken_back)
        sooner = {who: s for who, _, _, s in given_answers if who < paying}
        assert all(sooner.values()) or all(due >= at + THINKING for at in taken_back)


@given(steps_of(Method.MAJORITY), st.integers(0, 4), st.sampled_from([50, 66, 75]))
def test_a_majority_is_counted_and_needs_enough_answers(
    steps: list[Step], quorum: int, threshold: int
) -> None:
    given_answers = answered(steps)
    rules = {"quorum": quorum, "threshold_percent": threshold}
    proposal = sketch(PEOPLE, given_answers, closes_at=CLOSES, method=Method.MAJORITY, **rules)
    last = list({who: what for who, what, _, _ in given_answers}.values())
    yes, no = last.count(Answer.YES), last.count(Answer.NO)
    if len(last) < quorum:
        assert result(proposal) is Outcome.EXPIRED
    else:
        passed = yes > 0 and yes / (yes + no) > threshold / 100
        assert result(proposal) is (Outcome.PASSED if passed else Outcome.REFUSED)
    everybody = len(last) == len(PEOPLE)
    before = standing(proposal, CLOSES - timedelta(seconds=1))
    assert before is (Standing.DUE if everybody else Standing.WAITING)
    assert standing(proposal, CLOSES) is Standing.DUE


@given(st.integers(0, 6), st.integers(0, 30), st.integers(0, 10))
def test_more_time_is_a_rule_and_never_goes_past_the_last_day(
    asked: int, days_left: int, each: int
) -> None:
    latest, more = CLOSES + timedelta(days=days_left), timedelta(days=each)
    rules = {"latest_at": latest, "more_seconds": int(more.total_seconds())}
    proposal = sketch(PEOPLE, [], closes_at=CLOSES, **rules)
    proposal.asked_for_time = [AskedForTime(person_id=p, at=START) for p in PEOPLE[:asked]]
    end = closes_at(proposal)
    assert CLOSES <= end <= latest
    assert end == min(CLOSES + more * min(asked, len(PEOPLE)), latest)
    first, last = PEOPLE[0], PEOPLE[-1]
    assert not (asked and may_ask_for_time(proposal, first, START))
    may = may_ask_for_time(proposal, last, START)
    assert may is (asked < len(PEOPLE) and each > 0 and end < latest)
    assert not may_ask_for_time(proposal, uuid.uuid4(), START)
    assert not may_ask_for_time(proposal, last, end)


def test_a_plan_is_ended_by_who_put_it_or_while_a_worry_stands() -> None:
    calm = sketch(PEOPLE, [(1, Answer.YES, START, False)], closes_at=CLOSES)
    calm.opened_by = PEOPLE[0]
    assert may_take_back(calm, PEOPLE[0])
    assert not may_take_back(calm, PEOPLE[2])
    worried = sketch(PEOPLE, [(1, Answer.WORRY, START, False)], closes_at=CLOSES)
    assert may_take_back(worried, PEOPLE[2])


@given(steps)
def test_nobody_can_say_yes_for_somebody_else(steps: list[Step]) -> None:
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
    written = Rules(closes_at=CLOSES, more_time=timedelta(days=3)).as_terms(4, 3)
    assert written == {
        "method": "consent",
        "closes_at": "2026-12-03T12:00:00+00:00",
        "latest_at": "2026-12-03T12:00:00+00:00",
        "more_seconds": 259_200,
        "thinking_seconds": 259_200,
        "people": 4,
        "quorum": 3,
        "threshold_percent": 100,
    }
