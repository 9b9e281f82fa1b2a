"""Frozen values to plain JSON and back, so that a stored document is one value and nothing else."""

import types
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import date, datetime, time
from enum import Enum
from functools import cache
from operator import attrgetter, methodcaller
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints
from uuid import UUID

T = TypeVar("T")
# By far the most of any document, so looked at first.
_PLAIN = {str, int, bool, float, type(None)}


def to_json(value: Any) -> Any:
    """`value` (a frozen dataclass, or what one may hold) as dicts, lists, text and numbers."""
    kind: Any = type(value)
    return value if kind in _PLAIN else _writer(kind)(value)


@cache
def _writer(kind: Any) -> Callable[[Any], Any]:
    """How values of `kind` are written, worked out once: a document has hundreds of values."""
    if is_dataclass(kind):
        names = tuple(field.name for field in fields(kind))
        return lambda value: {name: to_json(getattr(value, name)) for name in names}
    if issubclass(kind, list | tuple):
        return lambda value: [to_json(part) for part in value]
    if issubclass(kind, Enum):
        return attrgetter("value")
    if issubclass(kind, date | time):
        return methodcaller("isoformat")
    return str if issubclass(kind, UUID) else lambda value: value


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
