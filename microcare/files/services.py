"""Keeping a file and letting it go, in step with whoever's transaction it is."""

import hashlib
from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

import structlog
from sqlalchemy import delete
from sqlalchemy.orm import Session

from microcare.files.apart import clean_apart
from microcare.files.models import StoredFile
from microcare.files.queries import all_files, known_ids
from microcare.files.store import Store
from microcare.files.values import Clean, NotKept
from microcare.kernel.clock import Clock
from microcare.kernel.ids import new_id

__all__ = ["clean_apart", "keep_file", "let_go", "sweep", "wrong_files"]

# No transaction lasts as long: what has no row by then will never have one.
GRACE = timedelta(hours=1)
_log = structlog.get_logger("microcare.files")


def keep_file(
    session: Session, store: Store, made: Clean, *, owner_id: UUID, clock: Clock
) -> StoredFile:
    """Puts a file that was made anew into the store, then writes its row.

    Where the transaction is taken back the file has no row, and is swept. Raises NotKept.
    """
    row = StoredFile(
        id=new_id(),
        owner_id=owner_id,
        kind=made.kind.value,
        size=len(made.data),
        sha256=hashlib.sha256(made.data).hexdigest(),
        kept_at=clock.now(),
    )
    try:
        store.put(row.id, made.data, at=clock.now())
    except OSError as broken:
        _log.error("file_not_kept", failure=type(broken).__name__, number=broken.errno)
        raise NotKept from broken
    session.add(row)
    # Flushed because what names the file is written next.
    session.flush()
    return row


def let_go(session: Session, ids: Collection[UUID]) -> None:
    """Forgets these files; the next sweep takes their bytes, once this is committed."""
    session.execute(delete(StoredFile).where(StoredFile.id.in_(list(ids))))


def sweep(session: Session, store: Store, *, clock: Clock) -> int:
    """Takes away the bytes that no row names; how many files. Safe late, twice or never.

    The store is read before the rows: whatever is put meanwhile is not looked at.
    """
    before = clock.now() - GRACE
    old = [file_id for file_id, at in store.kept() if at < before]
    known = known_ids(session) if old else set()
    gone = [file_id for file_id in old if file_id not in known]
    for file_id in gone:
        store.remove(file_id)
    store.sweep_halves(before=before)
    return len(gone)


def wrong_files(session: Session, store: Store) -> list[UUID]:
    """The files whose bytes are missing, or are not those that were kept."""
    return [row.id for row in all_files(session) if not _is_whole(store.get(row.id), row)]


def _is_whole(data: bytes | None, row: StoredFile) -> bool:
    return data is not None and hashlib.sha256(data).hexdigest() == row.sha256
