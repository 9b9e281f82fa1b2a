"""SQLite: FTS5 for words, R*Trees for points and served areas."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import CTE, Select, column, delete, func, insert, literal_column, select, table
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from microcare.index.engines.protocol import Entry, Groups
from microcare.index.models import IndexMisspelling, IndexWord
from microcare.index.values import Box

_FIELDS = ("name", "helps", "alike", "body")
# What a word weighs in each field: a name says most, the long text least.
_WEIGHTS = (10.0, 8.0, 4.0, 1.0)
_FTS = table("index_fts", column("rowid"), column("index_fts"), *(column(f) for f in _FIELDS))
_SIDES = ("min_lat", "max_lat", "min_lng", "max_lng")
_POINT = table("index_rtree_point", column("id"), *(column(s) for s in _SIDES))
_AREA = table("index_rtree_area", column("id"), *(column(s) for s in _SIDES))


def _match(groups: Groups) -> str:
    """Stems are letters and figures only, so quoting them leaves FTS5 nothing to interpret."""
    return " AND ".join(
        "(" + " OR ".join(f'"{stem}"' for stem in sorted(group)) + ")" for group in groups
    )


def _sides(id_: int, box: Box) -> dict[str, float]:
    return {
        "id": id_,
        "min_lat": box.south,
        "max_lat": box.north,
        "min_lng": box.west,
        "max_lng": box.east,
    }


class SqliteEngine:
    """Keeps index_fts, index_rtree_point and index_rtree_area."""

    def put(self, session: Session, entries: Sequence[Entry]) -> None:
        """Adds entries, none of whose ids is there yet."""
        session.execute(
            insert(_FTS),
            [{"rowid": e.id} | {f: getattr(e, f) for f in _FIELDS} for e in entries],
        )
        points = [_sides(e.id, Box(e.lng, e.lat, e.lng, e.lat)) for e in entries]
        session.execute(insert(_POINT), points)
        areas = [_sides(e.id, e.served) for e in entries if e.served is not None]
        if areas:
            session.execute(insert(_AREA), areas)

    def remove(self, session: Session, ids: Sequence[int]) -> None:
        """Takes entries out."""
        session.execute(delete(_FTS).where(_FTS.c.rowid.in_(ids)))
        for tree in (_POINT, _AREA):
            session.execute(delete(tree).where(tree.c.id.in_(ids)))

    def clear(self, session: Session) -> None:
        """Takes every entry out."""
        for kept in (_FTS, _POINT, _AREA):
            session.execute(delete(kept))

    def having(self, groups: Groups) -> Select[Any]:
        """Ids of the documents that have a stem of every group."""
        return select(_FTS.c.rowid).where(_FTS.c.index_fts.op("MATCH")(_match(groups)))

    def scored(self, groups: Groups) -> CTE:
        """`document_id` and `score` of the same documents, by BM25."""
        score = -func.bm25(literal_column("index_fts"), *_WEIGHTS)
        found = select(_FTS.c.rowid.label("document_id"), score.label("score")).where(
            _FTS.c.index_fts.op("MATCH")(_match(groups))
        )
        # Folded into the outer query, FTS5 would refuse to rank.
        return found.cte("scored").prefix_with("MATERIALIZED")

    def inside(self, box: Box) -> Select[Any]:
        """Ids of documents whose point lies in the box; the tree rounds outwards."""
        return select(_POINT.c.id).where(
            _POINT.c.max_lat >= box.south,
            _POINT.c.min_lat <= box.north,
            _POINT.c.max_lng >= box.west,
            _POINT.c.min_lng <= box.east,
        )

    def reaching(self, lat: float, lng: float) -> Select[Any]:
        """Ids of documents whose served area's box holds the point."""
        return select(_AREA.c.id).where(
            _AREA.c.max_lat >= lat,
            _AREA.c.min_lat <= lat,
            _AREA.c.max_lng >= lng,
            _AREA.c.min_lng <= lng,
        )

    def count_words(self, session: Session, rows: Sequence[dict[str, Any]]) -> None:
        """Adds `documents` to each `word`, making the word where it is new."""
        new = sqlite_insert(IndexWord)
        more = IndexWord.documents + new.excluded.documents
        session.execute(
            new.on_conflict_do_update(index_elements=["word"], set_={"documents": more}), rows
        )

    def note_forms(self, session: Session, rows: Sequence[dict[str, Any]]) -> None:
        """Notes misspellings that are not there yet."""
        session.execute(sqlite_insert(IndexMisspelling).on_conflict_do_nothing(), rows)
