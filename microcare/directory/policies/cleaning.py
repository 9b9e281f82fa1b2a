"""Puts right what other lists get wrong: capitals, lost zeros, half web addresses, empty marks."""

import re
from urllib.parse import urlsplit

_SMALL = {"a", "an", "and", "at", "by", "de", "for", "from", "in", "of", "on"}
_SMALL |= {"or", "the", "to", "upon", "with"}
_KEPT = {
    "AGM",
    "BAME",
    "BME",
    "BSL",
    "CAB",
    "CIC",
    "CIO",
    "CVS",
    "DBS",
    "GM",
    "HIV",
    "LGBT",
    "LGBTQ",
}
_KEPT |= {"MS", "NHS", "PCC", "PE", "PTA", "PTFA", "RAF", "RSPB", "RSPCA", "TLC", "UK", "UN", "USA"}
_KEPT |= {"LGBTQ", "VCSE", "YMCA", "YWCA"}
_TITLES = {"LTD": "Ltd", "ST": "St", "DR": "Dr", "MR": "Mr", "MRS": "Mrs"}
_ORDINAL = re.compile(r"^[0-9]+(ST|ND|RD|TH)$", re.ASCII)
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*", re.UNICODE)
_PHONE = re.compile(r"^0[1-9][0-9]{8,9}$", re.ASCII)
_HOST = re.compile(
    r"^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}(?::[0-9]{1,5})?$", re.ASCII
)
SUMMARY = 300


def clean_text(text: str, nothing: frozenset[str] = frozenset({"", "na"})) -> str:
    """The text on one line with single spaces; empty where it only marks that there is nothing."""
    plain = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return "" if plain.casefold() in nothing else plain


def clean_name(text: str) -> str:
    """A name out of capitals; one that has small letters already is only tidied."""
    name = re.sub(r"\s+([,;:.)])", r"\1", clean_text(text))
    name = re.sub(r"\(\s+", "(", name)
    if any(c.islower() for c in name):
        return name
    first = True

    def put(found: re.Match[str]) -> str:
        nonlocal first
        word = _one_word(found[0], is_first=first)
        first = False
        return word

    return _WORD.sub(put, name)


def _one_word(word: str, *, is_first: bool) -> str:
    if word in _TITLES:
        return _TITLES[word]
    if word in _KEPT or (any(c.isdigit() for c in word) and not _ORDINAL.match(word)):
        return word
    if _ORDINAL.match(word):
        return word.lower()
    if word.lower() in _SMALL and not is_first:
        return word.lower()
    if len(word) > 1 and not re.search(r"[AEIOUY]", word):
        return word
    return word[:1].upper() + word[1:].lower()


def clean_prose(text: str) -> str:
    """Sentences out of capitals, where all of them are; names within are then small too."""
    if len(text) < 20 or any(c.islower() for c in text):
        return text
    return re.sub(r"(^|[.!?]\s+)([a-z])", lambda f: f[1] + f[2].upper(), text.lower())


def clean_phone(text: str) -> str:
    """A British number, its lost 0 put back; empty where it cannot be one."""
    plain = clean_text(text)
    digits = re.sub(r"[^0-9+]", "", plain.replace("(0)", ""))
    if digits.startswith(("+44", "0044")):
        digits = digits.removeprefix("+44").removeprefix("0044")
    if not digits.startswith("0"):
        digits = f"0{digits}"
    if not _PHONE.match(digits):
        return ""
    # Written with spaces is easier to read, so it stays so where it was.
    is_same = re.sub(r"[^0-9]", "", plain) == digits and re.fullmatch(r"[0-9 ]+", plain, re.ASCII)
    return plain if is_same else digits


def clean_website(text: str) -> str:
    """A whole web address, https:// added where there was none; empty where it cannot be one."""
    plain = clean_text(text)
    if not plain or " " in plain or "@" in plain.split("/")[0]:
        return ""
    whole = plain if re.match(r"^https?://", plain, re.IGNORECASE) else f"https://{plain}"
    try:
        parts = urlsplit(whole)
    except ValueError:
        return ""
    if not _HOST.match(parts.netloc.lower()) or re.search(r"[<>\"'\\]", whole):
        return ""
    return parts._replace(scheme=parts.scheme.lower(), netloc=parts.netloc.lower()).geturl()


def split_types(text: str, separator: str) -> tuple[str, ...]:
    """The parts of a types column, each once, in order."""
    parts = (clean_text(part) for part in text.split(separator))
    return tuple(dict.fromkeys(part for part in parts if part))


def as_summary(text: str) -> str:
    """The beginning of a long text: whole sentences where some fit, else whole words."""
    if len(text) <= SUMMARY:
        return text
    cut = text[: SUMMARY - 1]
    ends = [found.end() for found in re.finditer(r"[.!?](?=\s)", cut)]
    if ends and ends[-1] >= SUMMARY // 3:
        return cut[: ends[-1]]
    return f"{cut.rsplit(' ', 1)[0]}…"
