"""Reads a mapping file (TOML), or guesses one from the names of the columns."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from microcare.directory.values import (
    CannotImport,
    Column,
    ImportMapping,
    Kind,
    Reach,
    TypeRules,
)

E = TypeVar("E", Kind, Reach, Column)
_KEYS = {"source", "kind", "reach", "nothing", "columns", "types"}
_ALIASES = {
    Column.ID: ("id", "identifier", "reference", "uuid", "charity_number", "urn"),
    Column.NAME: ("name", "title", "organisation", "organization", "service_name", "charity_name"),
    Column.SUMMARY: ("summary", "description", "activities", "about", "details"),
    Column.ADDRESS: ("address", "street_address", "location", "full_address"),
    Column.POSTCODE: ("postcode", "post_code", "postal_code", "zip"),
    Column.PHONE: ("phone", "telephone", "tel", "phone_number", "contact_phone"),
    Column.WEBSITE: ("website", "web", "url", "web_address", "homepage"),
    Column.TYPES: ("types", "type", "category", "categories"),
}

_CARE_HOME = "care homes are not in this directory"
# Refused whatever the mapping, unless it gives the same name another reason, or none ("").
NOT_OURS = {
    f"{sort}{ending}": _CARE_HOME
    for sort in (
        "care home",
        "nursing home",
        "residential home",
        "residential care home",
        "care home with nursing",
        "care home without nursing",
    )
    for ending in ("", "s")
}
NOT_OURS |= {f"care homes {kind} nursing": _CARE_HOME for kind in ("with", "without")}


def read_mapping(path: Path | None, *, file: Path, columns: Sequence[str]) -> ImportMapping:
    """The mapping in `path`, or one guessed from `columns`. Raises CannotImport."""
    told = _told(path) if path else {}
    where = str(path or file)
    unknown = sorted(set(told) - _KEYS)
    if unknown:
        raise CannotImport(f"{where}: {unknown[0]!r} is not known. Use {', '.join(sorted(_KEYS))}.")
    named = told.get("columns")
    mapping = ImportMapping(
        source=str(told.get("source") or file.stem),
        columns=_columns(named, where) if named is not None else _guess(columns),
        kind=_one(Kind, told.get("kind", Kind.OTHER.value), "kind", where),
        reach=_one(Reach, told.get("reach", Reach.HOME.value), "reach", where),
        nothing=frozenset({"", *(w.casefold() for w in _words(told, "nothing", where, ["NA"]))}),
        types=_types(told.get("types", {}), where),
    )
    _check(mapping, columns, where)
    return mapping


def _told(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as broken:
        raise CannotImport(f"{path}: {broken.strerror}.") from broken
    except UnicodeDecodeError as broken:
        raise CannotImport(f"{path}: not a text file. A mapping is TOML in UTF-8.") from broken
    except tomllib.TOMLDecodeError as broken:
        raise CannotImport(f"{path}: {broken}. A mapping is TOML.") from broken


def _columns(named: Any, where: str) -> dict[Column, str]:
    if not isinstance(named, dict) or not all(isinstance(v, str) for v in named.values()):
        raise CannotImport(f'{where}: [columns] holds lines like name = "charity_name".')
    return {_one(Column, key, "columns", where): value for key, value in named.items()}


def _guess(columns: Sequence[str]) -> dict[Column, str]:
    known = {re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_"): name for name in columns}
    found = {
        column: next((known[alias] for alias in aliases if alias in known), None)
        for column, aliases in _ALIASES.items()
    }
    return {column: name for column, name in found.items() if name}


def _check(mapping: ImportMapping, columns: Sequence[str], where: str) -> None:
    for column, name in mapping.columns.items():
        if name not in columns:
            raise CannotImport(
                f"{where}: {column.value} = {name!r}, but the file has {', '.join(columns)}."
            )
    for needed in (Column.NAME, Column.POSTCODE):
        if needed not in mapping.columns and not (
            needed == Column.POSTCODE and Column.ADDRESS in mapping.columns
        ):
            raise CannotImport(
                f"{where}: no column for {needed.value}. The file has {', '.join(columns)}. "
                f'Name one in a mapping: [columns] {needed.value} = "..."'
            )


def _types(told: Any, where: str) -> TypeRules:
    if not isinstance(told, dict):
        raise CannotImport(f"{where}: [types] is a table.")
    tables = {name: told.get(name, {}) for name in ("refused", "kinds", "help")}
    for name, table in tables.items():
        if not isinstance(table, dict):
            raise CannotImport(f'{where}: [types.{name}] holds lines like "Nursing homes" = "...".')
    return TypeRules(
        separator=str(told.get("separator", "|")) or "|",
        refused=NOT_OURS | {_key(key): str(why) for key, why in tables["refused"].items()},
        kinds={
            _key(key): _one(Kind, code, "types.kinds", where)
            for key, code in tables["kinds"].items()
        },
        help={_key(key): tuple(_words(tables["help"], key, where, [])) for key in tables["help"]},
    )


def _key(text: str) -> str:
    return text.strip().casefold()


def _words(table: Mapping[str, Any], key: str, where: str, otherwise: list[str]) -> list[str]:
    value = table.get(key, otherwise)
    if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
        raise CannotImport(f'{where}: {key} holds a list of words, like ["NA"].')
    return value


def _one(kind: type[E], code: Any, key: str, where: str) -> E:
    try:
        return kind(code)
    except ValueError:
        known = ", ".join(one.value for one in kind)
        raise CannotImport(f"{where}: {key}: {code!r} is not one of {known}.") from None
