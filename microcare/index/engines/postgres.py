"""PostgreSQL: a tsvector under GIN for words, PostGIS shapes under GiST for points and areas."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Select,
    cast,
    column,
    delete,
    func,
    literal,
    select,
    table,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, REAL, TSQUERY
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.orm import Session

from microcare.index.engines.protocol import Entry, Groups
from microcare.index.models import IndexMisspelling, IndexWord
from microcare.index.values import Box

_FTS = table("index_fts", column("document_id"), column("words"))
_RTREE = table("index_rtree", column("document_id"), column("point"), column("area"))
# What a word weighs in the fields D, C, B and A: a name says most, the long text least.
_WEIGHTS = (0.1, 0.4, 0.8, 1.0)
_PUT_WORDS = text(
    "INSERT INTO index_fts (document_id, words) VALUES (:id, CAST(:words AS tsvector))"
)
_PUT_SHAPES = text(
    "INSERT INTO index_rtree (document_id, point, area) VALUES (:id,"
    " ST_SetSRID(ST_MakePoint(:lng, :lat), 4326),"
    " ST_MakeEnvelope(CAST(:west AS float8), CAST(:south AS float8),"
    " CAST(:east AS float8), CAST(:north AS float8), 4326))"
)
# A tsvector keeps no more of one word, and no place beyond this.
_MOST_PLACES, _LAST_PLACE = 255, 16_383


def vector(entry: Entry) -> str:
    """The entry's stems with their places and weights, as PostgreSQL writes a tsvector."""
    places: dict[str, list[str]] = {}
    at = 0
    fields = (("A", entry.name), ("B", entry.helps), ("C", entry.alike), ("D", entry.body))
    for weight, stems in fields:
        for stem in stems.split():
            at += 1
            known = places.setdefault(stem, [])
            if len(known) < _MOST_PLACES:
                known.append(f"{min(at, _LAST_PLACE)}{weight}")
    return " ".join(f"'{stem}':{','.join(found)}" for stem, found in places.items())


def _wanted(groups: Groups) -> ColumnElement[Any]:
    """Stems are letters and figures only: quoted, they leave PostgreSQL nothing to interpret."""
    written = " & ".join(
        "(" + " | ".join(f"'{stem}'" for stem in sorted(group)) + ")" for group in groups
    )
    return cast(literal(written), TSQUERY)


def _envelope(box: Box) -> ColumnElement[Any]:
    return func.ST_MakeEnvelope(box.west, box.south, box.east, box.north, 4326)


class PostgresEngine:
    """Keeps index_fts and index_rtree."""

    def put(self, session: Session, entries: Sequence[Entry]) -> None:
        """Adds entries, none of whose ids is there yet."""
        session.execute(_PUT_WORDS, [{"id": e.id, "words": vector(e)} for e in entries])
        session.execute(
            _PUT_SHAPES,
            [
                {
                    "id": e.id,
                    "lat": e.lat,
                    "lng": e.lng,
                    "west": e.served.west if e.served else None,
                    "south": e.served.south if e.served else None,
                    "east": e.served.east if e.served else None,
                    "north": e.served.north if e.served else None,
                }
                for e in entries
            ],
        )

    def remove(self, session: Session, ids: Sequence[int]) -> None:
        """Takes entries out."""
        for kept in (_FTS, _RTREE):
            session.execute(delete(kept).where(kept.c.document_id.in_(ids)))

    def clear(self, session: Session) -> None:
        """Takes every entry out."""
        for kept in (_FTS, _RTREE):
            session.execute(delete(kept))

    def having(self, groups: Groups) -> Select[Any]:
        """Ids of the documents that have a stem of every group."""
        return select(_FTS.c.document_id).where(_FTS.c.words.op("@@")(_wanted(groups)))

    def scored(self, groups: Groups) -> CTE:
        """`document_id` and `score` of the same documents, by the weight of the fields."""
        weights = cast(list(_WEIGHTS), ARRAY(REAL))
        score = func.ts_rank(weights, _FTS.c.words, _wanted(groups))
        return (
            select(_FTS.c.document_id, score.label("score"))
            .where(_FTS.c.words.op("@@")(_wanted(groups)))
            .cte("scored")
        )

    def inside(self, box: Box) -> Select[Any]:
        """Ids of documents whose point lies in the box."""
        return select(_RTREE.c.document_id).where(_RTREE.c.point.op("&&")(_envelope(box)))

    def reaching(self, lat: float, lng: float) -> Select[Any]:
        """Ids of documents whose served area's box holds the point."""
        here = func.ST_SetSRID(func.ST_MakePoint(lng, lat), 4326)
        return select(_RTREE.c.document_id).where(_RTREE.c.area.op("&&")(here))

    def count_words(self, session: Session, rows: Sequence[dict[str, Any]]) -> None:
        """Adds `documents` to each `word`, making the word where it is new."""
        new = postgres_insert(IndexWord)
        more = IndexWord.documents + new.excluded.documents
        session.execute(
            new.on_conflict_do_update(index_elements=["word"], set_={"documents": more}), rows
        )

    def note_forms(self, session: Session, rows: Sequence[dict[str, Any]]) -> None:
        """Notes misspellings that are not there yet."""
        session.execute(postgres_insert(IndexMisspelling).on_conflict_do_nothing(), rows)
