"""Makes the country in several processes and writes it with one connection.

The worker processes know nothing of the database: they hand back rows. So the slow part, Python,
uses every core, and the writing is a stream of COPY or of one prepared statement.
"""

import gc
import os
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass
from multiprocessing import get_context
from uuid import UUID

from sqlalchemy import Connection, text
from sqlalchemy.orm import Session

from microcare.directory.services.publish import index_document
from microcare.index.services.fill import Prepared, count_words, fill, prepare
from microcare.kernel.bulk import Batch, write_batch
from microcare.site.seeding.synthetic.listing import Country, make
from microcare.site.seeding.synthetic.rows import batches, rows_of

CHUNK = 2_000
# Chunks made and not yet written, for each process: enough to keep it busy, few enough to hold.
AHEAD = 3


@dataclass(frozen=True)
class Task:
    """What the workers are told once."""

    engine: str
    country: Country
    term_ids: dict[str, UUID]


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some listings, ready to write."""

    listings: int
    batches: list[Batch]
    # Ids in hex of each version and its listing.
    versions: list[tuple[str, str]]
    index: Prepared


_task: Task | None = None


def begin(task: Task) -> None:
    """Tells this process what to make."""
    global _task
    _task = task


def _begin_worker(task: Task) -> None:
    begin(task)
    # Rows make no cycles, and looking for some takes a third of the time.
    gc.disable()


def make_chunk(first: int, number: int, first_document: int) -> Chunk:
    """Listings `first` and on, `number` of them, with index documents from `first_document`."""
    if _task is None:
        raise RuntimeError("begin comes first")
    country, engine = _task.country, _task.engine
    made = [make(n, country) for n in range(first, first + number)]
    rows = (rows_of(one, ids, country=country, term_ids=_task.term_ids) for one, ids in made)
    documents = [index_document(one.public) for one, _ in made]
    return Chunk(
        number,
        batches(rows, engine=engine),
        [(one.public.version_id.hex, one.public.id.hex) for one, _ in made],
        prepare(documents, first_id=first_document, engine=engine),
    )


def chunks(task: Task, *, first: int, total: int, first_document: int) -> Iterator[Chunk]:
    """All the chunks in order, made by as many processes as there are cores."""
    plan = [
        (first + done, min(CHUNK, total - done), first_document + done)
        for done in range(0, total, CHUNK)
    ]
    if len(plan) <= 2:
        begin(task)
        yield from (make_chunk(*part) for part in plan)
        return
    workers = os.cpu_count() or 1
    # Spawned, because a forked child would share this process's connection.
    with ProcessPoolExecutor(
        workers, mp_context=get_context("spawn"), initializer=_begin_worker, initargs=(task,)
    ) as pool:
        waiting: list[Future[Chunk]] = []
        for part in plan:
            waiting.append(pool.submit(make_chunk, *part))
            if len(waiting) >= workers * AHEAD:
                yield waiting.pop(0).result()
        for future in waiting:
            yield future.result()


def write_country(
    made: Iterator[Chunk],
    transaction: Callable[[], AbstractContextManager[Session]],
    *,
    wrote: Callable[[int], object],
) -> None:
    """Writes the chunks, a transaction each; `wrote(n)` is told after each."""
    words: Counter[str] = Counter()
    for chunk in made:
        with transaction() as session:
            _write(session, chunk)
        words.update(chunk.index.words)
        wrote(chunk.listings)
    with transaction() as session:
        count_words(session, words)


def _write(session: Session, chunk: Chunk) -> None:
    connection = session.connection()
    for ready in chunk.batches:
        write_batch(connection, ready)
        if ready.table == "listing_version":
            _publish(connection, chunk.versions)
    fill(session, chunk.index)


def _publish(connection: Connection, versions: list[tuple[str, str]]) -> None:
    if connection.dialect.name == "sqlite":
        statement = "UPDATE listing SET version_id = ?, state = 'public' WHERE id = ?"
        connection.exec_driver_sql(statement, versions)
        return
    connection.execute(
        text(
            "UPDATE listing SET version_id = v.id, state = 'public' FROM listing_version v"
            " WHERE v.listing_id = listing.id AND v.id = ANY(CAST(:ids AS uuid[]))"
        ),
        {"ids": [version for version, _ in versions]},
    )
