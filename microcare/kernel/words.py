"""Marks words a person will read, so that the catalogue finds them and the page translates them.

The rooms below the web cannot import Flask-Babel, so they mark words here and the edge translates
them with `microcare.web.words.say`.
"""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Words:
    """A sentence and what goes into its `%(name)s` places."""

    text: str
    values: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.text % self.values if self.values else self.text


def N_(text: str) -> str:
    """Marks `text` for the message catalogue and returns it unchanged."""
    return text
