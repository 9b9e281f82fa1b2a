"""Words become the kinds of help they mean, and nothing more of them is kept."""

import pytest

from microcare.directory.values import HelpTerm
from microcare.search.queries import matched_helps

TERMS = [
    HelpTerm("meals", "Meals and cooking", "home", ("making dinner", "lunch")),
    HelpTerm("garden", "Gardening", "home", ("mowing",)),
    HelpTerm("out", "Getting out and about", "out", ("trips",)),
    HelpTerm("up", "Getting up", "body", ()),
    HelpTerm("bed", "Getting to bed", "body", ()),
]


@pytest.mark.parametrize(
    ("words", "slugs"),
    [
        ("cooking for my son Sam", ("meals",)),
        ("dinner", ()),
        ("make dinner", ("meals",)),
        ("mowed", ("garden",)),
        ("getting", ()),
        ("getting to bed", ("bed",)),
        ("Sam Smith TA1 4AB", ()),
        ("", ()),
    ],
)
def test_words_mean_terms(words: str, slugs: tuple[str, ...]) -> None:
    assert matched_helps(TERMS, words) == slugs


def test_what_was_chosen_counts_once_and_only_if_known() -> None:
    assert matched_helps(TERMS, "meals", chosen=("garden", "meals", "nonsense")) == (
        "garden",
        "meals",
    )
