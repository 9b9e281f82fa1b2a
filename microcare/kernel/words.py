"""Marks words a person will read, so that the catalogue finds them and the page translates them.

The rooms below the web cannot import Flask-Babel, so they mark words here and the edge translates
them with `microcare.web.words.say`.
"""

import re
from dataclasses import dataclass, field
from typing import Any

# Controls but for tab and line ends, half characters, and the last two of each plane of Unicode.
_LAST_TWO = "".join(chr(plane << 16 | end) for plane in range(17) for end in (0xFFFE, 0xFFFF))
_HIDDEN = re.compile(rf"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef{_LAST_TWO}]")


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


def without_hidden(text: str) -> str:
    """The text without control characters and what is no character at all, but for line ends.

    None of them may stand in HTML (its standard, section 13.2.3.5), and PostgreSQL refuses NUL.
    """
    return _HIDDEN.sub("", text)
