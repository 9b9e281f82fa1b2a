"""What is brought in from other lists: how their columns map, and what became of each row."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from microcare.directory.values.kinds import Kind, Reach

_NONE: Mapping[str, str] = MappingProxyType({})


class Column(StrEnum):
    """What a column of another list can be."""

    ID = "id"
    NAME = "name"
    SUMMARY = "summary"
    ADDRESS = "address"
    POSTCODE = "postcode"
    PHONE = "phone"
    WEBSITE = "website"
    TYPES = "types"


class CannotImport(Exception):
    """The file or its mapping cannot be read: nothing is changed. Says where and what is right."""


@dataclass(frozen=True, slots=True)
class TypeRules:
    """How the parts of a types column are read: split, turned into kinds and help, or refused."""

    separator: str = "|"
    refused: Mapping[str, str] = field(default_factory=lambda: _NONE)
    kinds: Mapping[str, Kind] = field(default_factory=lambda: MappingProxyType({}))
    help: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class ImportMapping:
    """How a list's columns become a listing; `reach` is VENUE only where addresses are no homes."""

    source: str
    columns: Mapping[Column, str]
    kind: Kind = Kind.OTHER
    reach: Reach = Reach.HOME
    nothing: frozenset[str] = frozenset({"", "na", "n/a", "none", "null", "-"})
    types: TypeRules = TypeRules()


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the file, by its columns. The line is counted from 1, as editors do."""

    line: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class CleanRow:
    """A row put right: what a listing can be made of."""

    line: int
    source_id: str
    name: str
    kind: Kind
    postcode: str
    summary: str = ""
    description: str = ""
    address: str = ""
    phone: str = ""
    website: str = ""
    help: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Said:
    """What is reported of a row: it was refused, or it went in without something, and why."""

    line: int
    name: str
    is_refused: bool
    reason: str


class RowRefused(Exception):
    """A row cannot go in; the text is the reason."""


@dataclass(frozen=True, slots=True)
class Imported:
    """How many rows did what."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    said: tuple[Said, ...] = ()

    @property
    def refused(self) -> int:
        """How many rows did not go in."""
        return sum(one.is_refused for one in self.said)
