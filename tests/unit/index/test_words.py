"""Words as the engines see them."""

from hypothesis import given
from hypothesis import strategies as st

from microcare.index.words import LONGEST_WORD, asked_words, forms, plain_words, stem


def test_words_are_plain() -> None:
    assert plain_words("Denise\u2019s Café, 4pm-8pm!") == ["denises", "cafe", "4pm", "8pm"]


def test_fillers_are_not_asked_for() -> None:
    assert asked_words("someone to help with cooking in the evening") == ["cooking", "evening"]
    assert len(asked_words(" ".join(f"w{n}" for n in range(50)))) == 12


def test_stems() -> None:
    assert {stem(w) for w in ("cook", "cooks", "cooking", "cooked")} == {"cook"}


@given(st.text())
def test_only_letters_and_figures_are_left(text: str) -> None:
    for word in plain_words(text):
        assert word.isascii()
        assert word.isalnum()
        assert len(word) <= LONGEST_WORD
        assert stem(word).isalnum()


letters = st.sampled_from("abcdefghij")


@given(st.text(letters, min_size=5, max_size=12), st.data())
def test_one_slip_shares_a_form(word: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(word) - 2))
    other = data.draw(letters)
    slips = {
        word[:at] + word[at + 1 :],
        word[:at] + other + word[at + 1 :],
        word[:at] + other + word[at:],
        word[:at] + word[at + 1] + word[at] + word[at + 2 :],
    }
    for slip in slips:
        assert forms(slip) & forms(word), slip


def test_short_words_and_numbers_have_no_slips() -> None:
    assert not forms("tea")
    assert not forms("2026")
