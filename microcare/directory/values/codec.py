"""Frozen values to plain JSON and back, so that a stored document is one value and nothing else."""

import types
from dataclasses import fields, is_dataclass
from datetime import date, datetime, time
from enum import Enum
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints
from uuid import UUID

T = TypeVar("T")
# By far the most of any document, so looked at first.
_PLAIN = {str, int, bool, float, type(None)}


def to_json(value: Any) -> Any:
    """`value` (a frozen dataclass, or what one may hold) as dicts, lists, text and numbers."""
    kind = type(value)
    if kind in _PLAIN:
        return value
    if is_dataclass(kind):
        return {name: to_json(getattr(value, name)) for name in _names(kind)}
    if isinstance(value, list | tuple):
        return [to_json(part) for part in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value


@cache
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


def from_json(kind: type[T], data: dict[str, Any]) -> T:
    """The frozen dataclass `kind` that `to_json` made `data` from.

    Names that `kind` no longer has are passed over, and missing ones take their defaults, so a
    document written last year can still be read.
    """
    hints: dict[str, Any] = _hints(kind)  # type: ignore[arg-type]
    return kind(**{name: _read(hints[name], data[name]) for name in hints if name in data})


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)


def _read(hint: Any, value: Any) -> Any:
    if value is None:
        return None
    if get_origin(hint) in (Union, types.UnionType):
        hint = next(part for part in get_args(hint) if part is not type(None))
    if get_origin(hint) is tuple:
        return tuple(_read(get_args(hint)[0], part) for part in value)
    if is_dataclass(hint) and isinstance(hint, type):
        return from_json(hint, value)
    if hint in (date, datetime, time):
        return hint.fromisoformat(value)
    if isinstance(hint, type) and issubclass(hint, tuple):
        return hint(*value)
    if hint is UUID or (isinstance(hint, type) and issubclass(hint, Enum)):
        return hint(value)
    return value
