"""The one family of errors that carry words fit to show a person."""

from typing import Any

from microcare.kernel.words import Words


class DomainError(Exception):
    """A rule was broken. Subclasses are named for the rule and live in their feature's values.py.

    `words` is the default sentence; `field` names the form field it belongs beside, where one does.
    """

    words = "Sorry, this did not work. Nothing was changed."
    field: str | None = None

    def __init__(self, words: str | None = None, *, field: str | None = None, **values: Any):
        self.sentence = Words(words or self.words, values)
        if field is not None:
            self.field = field
        super().__init__(str(self.sentence))
