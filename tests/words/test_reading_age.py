"""The words are for everybody: short sentences, reading age 9 (the issue's section 9, look.md 8).

Flesch-Kincaid is made for passages, so it is measured over the whole catalogue, and over each
file that has enough words to be one. Syllables come from the CMU dictionary in its own package:
textstat would fetch it from the network.
"""

from collections import defaultdict
from collections.abc import Iterable
from statistics import median

import textstat

from tests.words.catalogue import catalogue, length, sentences
from tests.words.exceptions import exceptions, rules_in_use

MEDIAN_WORDS = 15
MOST_WORDS = 25
GRADE = 5.0
# Flesch's own advice is samples of 100 words; under that one long word decides.
A_PASSAGE = 100
RULES = {
    "long-sentence",
    "hard-file",
    "said-otherwise",
    "bare-words",
    "bare-argument",
    "bare-python",
    "private-preview",
}


def _grade(texts: Iterable[str]) -> float:
    spoken = [sentence.rstrip(".?!: ") for text in texts for sentence in sentences(text)]
    return float(textstat.flesch_kincaid_grade(". ".join(spoken) + "."))


def _by_file() -> dict[str, list[str]]:
    files: dict[str, list[str]] = defaultdict(list)
    for message in catalogue():
        files[message.place.rpartition(":")[0]].append(message.text)
    return {
        file: texts
        for file, texts in files.items()
        if sum(length(s) for text in texts for s in sentences(text)) >= A_PASSAGE
    }


def test_half_of_all_sentences_have_fifteen_words_or_fewer() -> None:
    assert median(length(s) for m in catalogue() for s in sentences(m.text)) <= MEDIAN_WORDS


def test_no_sentence_has_more_than_twenty_five_words() -> None:
    long = {
        message.text: f"{message.place} has a sentence of {length(sentence)} words"
        for message in catalogue()
        for sentence in sentences(message.text)
        if length(sentence) > MOST_WORDS
    }
    exceptions("long-sentence").settle(long)


def test_the_whole_catalogue_reads_at_grade_five_or_less() -> None:
    assert _grade(message.text for message in catalogue()) <= GRADE


def test_each_file_that_is_a_passage_reads_at_grade_five_or_less() -> None:
    hard = {
        file: f"grade {grade:.1f}"
        for file, texts in _by_file().items()
        if (grade := _grade(texts)) > GRADE
    }
    exceptions("hard-file").settle(hard)


def test_the_measure_can_fail() -> None:
    hard = "Eligibility determinations necessitate comprehensive multidisciplinary assessment."
    assert _grade([hard]) > 15
    assert _grade(["You told us what you have. We will show what is left."]) < 2


def test_every_exception_names_a_rule_that_exists() -> None:
    assert rules_in_use() <= RULES
