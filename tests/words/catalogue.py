"""Every sentence that a person reads, and where it stands, as Babel finds them."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg

ROOT = Path(__file__).resolve().parents[2]
KEYWORDS = DEFAULT_KEYWORDS | {"N_": None, "Words": None, "_l": None, "lazy_gettext": None}
_FOLDERS = {"microcare", "templates"}
_PLACE = re.compile(r"%\((\w+)\)[a-z]")
_TAG = re.compile(r"<[^>]+>")
_NUMBER = re.compile(r"£?\d[\d,.]*\d|£?\d")
_END = re.compile(r"(?<=[.?!:])[”\"')]*\s+|\n\s*\n")


@dataclass(frozen=True, slots=True)
class Message:
    """A message and the first place it stands."""

    text: str
    place: str


def _mine(folder: str) -> bool:
    relative = Path(folder).absolute().relative_to(ROOT)
    return relative.parts[0] in _FOLDERS and "__pycache__" not in relative.parts


@cache
def catalogue() -> tuple[Message, ...]:
    """Every message once, plurals apart."""
    with (ROOT / "babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)
    found: dict[str, str] = {}
    for name, line, messages, *_ in extract_from_dir(
        ROOT, methods, options, keywords=KEYWORDS, directory_filter=_mine
    ):
        for text in messages if isinstance(messages, tuple) else (messages,):
            if text:
                found.setdefault(text, f"{name}:{line}")
    return tuple(Message(text, place) for text, place in found.items())


def spoken(text: str) -> str:
    """The message as it would be read out: a name or a number in each of its places, no tags."""
    text = _TAG.sub(" ", text)
    text = _PLACE.sub(lambda place: "Sam", text).replace("%%", "%")
    # A decimal point is not the end of a sentence.
    text = _NUMBER.sub("12", text)
    return re.sub(r"[ \t]+", " ", text).strip()


def sentences(text: str) -> list[str]:
    """The sentences of a message, as spoken."""
    return [part.strip() for part in _END.split(spoken(text)) if _words(part)]


def _words(text: str) -> int:
    return sum(any(c.isalnum() for c in word) for word in text.split())


def length(sentence: str) -> int:
    """How many words a sentence has."""
    return _words(sentence)
