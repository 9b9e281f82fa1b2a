"""Each engine's own tables as rows, for filling an index of very many documents at once.

They say the same as `Engine.put`; a test holds the two to each other.
"""

from collections.abc import Sequence

from microcare.index.engines.postgres import vector
from microcare.index.engines.protocol import Entry
from microcare.index.values import Box
from microcare.kernel.bulk import Batch, Row, plain_batch

_SIDES = ("min_lat", "max_lat", "min_lng", "max_lng")


def batches(entries: Sequence[Entry], *, engine: str) -> list[Batch]:
    """The rows of `engine`'s full text and boxes for these entries."""
    tables = _sqlite(entries) if engine == "sqlite" else _postgres(entries)
    return [plain_batch(name, columns, rows, engine=engine) for name, columns, rows in tables]


def _sqlite(entries: Sequence[Entry]) -> list[tuple[str, tuple[str, ...], list[Row]]]:
    words: list[Row] = [(e.id, e.name, e.helps, e.alike, e.body) for e in entries]
    points: list[Row] = [(e.id, e.lat, e.lat, e.lng, e.lng) for e in entries]
    areas: list[Row] = [
        (e.id, e.served.south, e.served.north, e.served.west, e.served.east)
        for e in entries
        if e.served is not None
    ]
    return [
        ("index_fts", ("rowid", "name", "helps", "alike", "body"), words),
        ("index_rtree_point", ("id", *_SIDES), points),
        ("index_rtree_area", ("id", *_SIDES), areas),
    ]


def _postgres(entries: Sequence[Entry]) -> list[tuple[str, tuple[str, ...], list[Row]]]:
    words: list[Row] = [(e.id, vector(e)) for e in entries]
    shapes: list[Row] = [
        (e.id, f"SRID=4326;POINT({e.lng!r} {e.lat!r})", _polygon(e.served)) for e in entries
    ]
    return [
        ("index_fts", ("document_id", "words"), words),
        ("index_rtree", ("document_id", "point", "area"), shapes),
    ]


def _polygon(box: Box | None) -> str | None:
    if box is None:
        return None
    west, south, east, north = (repr(side) for side in (box.west, box.south, box.east, box.north))
    # The corners in the order of ST_MakeEnvelope.
    ring = f"{west} {south},{west} {north},{east} {north},{east} {south},{west} {south}"
    return f"SRID=4326;POLYGON(({ring}))"
