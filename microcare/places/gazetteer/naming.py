"""Makes one key of the ways people write a place: "St. Ann's", "saint anns", "ST ANNS"."""

import re
import unicodedata

_DROPPED = str.maketrans({mark: None for mark in ".'’‘`´ʼ"})
_COUNTY_BEFORE = re.compile(
    r"^(?:City and (?:Borough|County) of|(?:Metropolitan |Royal )?Borough of|District of"
    r"|City of|County of|Sir|The) "
)
_COUNTY_AFTER = re.compile(r" (?:county borough|council)$", re.IGNORECASE)


def place_key(name: str) -> str:
    """Lower-case words, single-spaced: no accents, stops or apostrophes; hyphens part words.

    "Saint" and "St" are one word; "&" is "and".
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    plain = name_without_marks(plain).lower().replace("&", " and ")
    words = re.sub(r"[^a-z0-9]+", " ", plain).split()
    return " ".join("st" if word == "saint" else word for word in words)


def name_without_marks(name: str) -> str:
    """The name with its stops and apostrophes dropped."""
    return name.translate(_DROPPED)


def county_label(county: str) -> str:
    """A county or council as people say it: "City and Borough of Leeds" is "Leeds"."""
    return _COUNTY_AFTER.sub("", _COUNTY_BEFORE.sub("", county)).strip()
