"""What an engine must do. All else (filters, counts, order) is shared, so the engines agree."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy import CTE, Select
from sqlalchemy.orm import Session

from microcare.index.values import Box

# Stems of which at least one must stand in the document, for each word that was asked for.
Groups = Sequence[frozenset[str]]


@dataclass(frozen=True, slots=True)
class Entry:
    """A document's stems by weight, its public point, and the box round the area it serves."""

    id: int
    name: str
    helps: str
    alike: str
    body: str
    lat: float
    lng: float
    served: Box | None


class Engine(Protocol):
    """Full text and boxes, in the way of one database."""

    def put(self, session: Session, entries: Sequence[Entry]) -> None:
        """Adds entries, none of whose ids is there yet."""
        ...

    def remove(self, session: Session, ids: Sequence[int]) -> None:
        """Takes entries out."""
        ...

    def clear(self, session: Session) -> None:
        """Takes every entry out."""
        ...

    def having(self, groups: Groups) -> Select[Any]:
        """Ids of the documents that have a stem of every group."""
        ...

    def scored(self, groups: Groups) -> CTE:
        """`document_id` and `score` (more is better, above 0) of the same documents."""
        ...

    def inside(self, box: Box) -> Select[Any]:
        """Ids of documents whose point lies in the box, and perhaps a few just outside."""
        ...

    def reaching(self, lat: float, lng: float) -> Select[Any]:
        """Ids of documents that may serve this point: the box round their area holds it."""
        ...

    def count_words(self, session: Session, rows: Sequence[dict[str, Any]]) -> None:
        """Adds `documents` to each `word`, making the word where it is new."""
        ...

    def note_forms(self, session: Session, rows: Sequence[dict[str, Any]]) -> None:
        """Notes misspellings that are not there yet."""
        ...
