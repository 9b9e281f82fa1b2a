"""The state machine is one table, and says what cannot happen."""

import pytest

from microcare.directory.values import Act, CannotDoThatNow, Edit, Life, State, may_step, step
from microcare.directory.values.states import waits_for_catalyst


def test_a_listing_s_ordinary_life() -> None:
    life = Life(State.IDEA)
    acts = [Act.START, Act.ANSWER, Act.SEND, Act.ASK_CHANGES, Act.ANSWER, Act.SEND, Act.APPROVE]
    for act in [*acts, Act.PAUSE, Act.RESUME, Act.CLOSE, Act.REOPEN]:
        life = step(life, act)
    assert life == Life(State.DRAFT)


def test_an_edit_leaves_what_is_public_public() -> None:
    life = Life(State.PUBLIC)
    for act in (Act.ANSWER, Act.SEND, Act.ASK_CHANGES, Act.ANSWER, Act.SEND):
        life = step(life, act)
        assert life.state == State.PUBLIC
    assert waits_for_catalyst(life)
    assert step(life, Act.APPROVE) == Life(State.PUBLIC, Edit.NONE)
    assert step(life, Act.DECLINE) == Life(State.PUBLIC, Edit.DRAFT)


def test_an_edit_outlives_a_pause_but_not_an_end() -> None:
    edited = step(Life(State.PUBLIC), Act.ANSWER)
    assert step(edited, Act.PAUSE) == Life(State.PAUSED, Edit.DRAFT)
    assert step(edited, Act.CLOSE) == Life(State.CLOSED, Edit.NONE)


@pytest.mark.parametrize(
    ("state", "act"),
    [
        (State.DRAFT, Act.APPROVE),
        (State.IDEA, Act.APPROVE),
        (State.SENT, Act.ANSWER),
        (State.PUBLIC, Act.APPROVE),
        (State.PUBLIC, Act.RESUME),
        (State.PAUSED, Act.CONFIRM),
        (State.CLOSED, Act.APPROVE),
        (State.DECLINED, Act.SEND),
    ],
)
def test_what_is_not_in_the_table_cannot_happen(state: State, act: Act) -> None:
    assert not may_step(Life(state), act)
    with pytest.raises(CannotDoThatNow):
        step(Life(state), act)


def test_only_a_yes_makes_something_public() -> None:
    for state in State:
        for act in Act:
            if not may_step(Life(state), act) or state in (State.PUBLIC, State.PAUSED):
                continue
            if step(Life(state), act).state == State.PUBLIC:
                assert (state, act) == (State.SENT, Act.APPROVE)
