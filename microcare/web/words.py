"""Turns words marked below the web into the reader's language."""

from typing import Any

from flask_babel import gettext

from microcare.kernel.words import Words


def say(words: Words | str | Any) -> str:
    """The sentence in the reader's language, its places filled."""
    if isinstance(words, Words):
        # Numbers and names are filled in after the sentence has been looked up.
        sentence = str(gettext(words.text))
        return sentence % words.values if words.values else sentence
    return str(gettext(str(words))) if words else ""
