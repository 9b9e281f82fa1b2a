"""Reads postcodes as people write them: any case, any spacing, whole or in part."""

import re
from dataclasses import dataclass

from microcare.places.values import NotAPostcode

# The shape of outward and inward codes. It accepts every postcode of OS Code-Point Open.
_OUTWARD = (
    r"[A-PR-UWYZ](?:[0-9]{1,2}|[A-HK-Y][0-9]{1,2}|[0-9][A-HJKPS-UW]|[A-HK-Y][0-9][ABEHMNPRV-Y])"
)
_INWARD = r"[0-9][ABD-HJLNP-UW-Z]{2}"
_WHOLE = re.compile(rf"({_OUTWARD})({_INWARD})", re.ASCII)
_OUTCODE = re.compile(_OUTWARD, re.ASCII)
_SECTOR = re.compile(rf"({_OUTWARD})([0-9])[ABD-HJLNP-UW-Z]?", re.ASCII)
# What people take for one, whether or not any begins so.
_LIKE_ONE = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]?[0-9][A-Z]{2}", re.ASCII)
_WITHIN = re.compile(rf"(?<![A-Z0-9])({_OUTWARD})\s*({_INWARD})(?![A-Z0-9])", re.ASCII)


@dataclass(frozen=True, slots=True, order=True)
class Postcode:
    """A full postcode in two halves. `str()` writes it the usual way: "TA1 4AB"."""

    outcode: str
    incode: str

    def __str__(self) -> str:
        return f"{self.outcode} {self.incode}"

    @property
    def compact(self) -> str:
        """Without the space: "TA14AB"."""
        return self.outcode + self.incode

    @property
    def sector(self) -> "Sector":
        """The few streets around it: "TA1 4"."""
        return Sector(self.outcode, self.incode[0])


@dataclass(frozen=True, slots=True, order=True)
class Sector:
    """An outcode and one digit: about 160 live postcodes. `str()` writes "TA1 4"."""

    outcode: str
    digit: str

    def __str__(self) -> str:
        return f"{self.outcode} {self.digit}"

    @property
    def compact(self) -> str:
        """Without the space: "TA14"."""
        return self.outcode + self.digit


def squeeze(text: str) -> str:
    """Upper case with every kind of space gone."""
    return "".join(text.split()).upper()


def parse_postcode(text: str) -> Postcode:
    """The full postcode that `text` is. Raises NotAPostcode for anything else."""
    found = _WHOLE.fullmatch(squeeze(text))
    if not found:
        raise NotAPostcode
    return Postcode(found[1], found[2])


def postcode_in(text: str) -> Postcode | None:
    """The first full postcode anywhere in `text`, such as at the end of an address."""
    found = _WITHIN.search(text.upper())
    return Postcode(found[1], found[2]) if found else None


def reads_like_postcode(text: str) -> bool:
    """Whether `text` has the look of a full postcode, also one that cannot be: "ZZ1 1ZZ"."""
    return _LIKE_ONE.fullmatch(squeeze(text)) is not None


def parse_outcode(text: str) -> str | None:
    """The first half of a postcode, where `text` is one: "TA1"."""
    compact = squeeze(text)
    return compact if _OUTCODE.fullmatch(compact) else None


def parse_sector(text: str) -> Sector | None:
    """The sector that `text` is, whole or with one letter more: "TA1 4", "TA14", "TA1 4A".

    Without a space "TA14" may also be an outcode: who asks must look for that first.
    """
    words = text.upper().split()
    found = _SECTOR.fullmatch("".join(words))
    if not found:
        return None
    sector = Sector(found[1], found[2])
    # "TA 14" and "T A14" are slips, but "TA14 A" and "TA1 4A" say where the halves part.
    if len(words) == 2 and words[0] != sector.outcode:
        return None
    return sector
