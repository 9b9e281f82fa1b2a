"""The folder where files are: named by random numbers, readable by the site's own user alone.

A file is there in full, and on the disk, before the row that names it is written; it goes only once
no row does. So a row without a file cannot be, and a file without a row is swept away.
"""

import os
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID


class Store:
    """Files of bytes by id, in `folder`, which is made when the first one comes."""

    def __init__(self, folder: Path):
        self.folder = folder

    def put(self, file_id: UUID, data: bytes, *, at: datetime) -> None:
        """Writes `data` under a new id, whole or not at all; `at` is when, for the sweep.

        Raises FileExistsError over one that is there.
        """
        path = self._path(file_id)
        for folder in (self.folder, path.parent):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        half = path.with_suffix(".half")
        handle = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            os.utime(half, (at.timestamp(), at.timestamp()))
            # A link, and not a rename, which would go over one that is there.
            os.link(half, path)
        finally:
            half.unlink(missing_ok=True)
        _sync(path.parent)

    def get(self, file_id: UUID) -> bytes | None:
        """The bytes of that id, or None where there are none."""
        try:
            return self._path(file_id).read_bytes()
        except FileNotFoundError:
            return None

    def remove(self, file_id: UUID) -> None:
        """Takes it away; twice is once."""
        self._path(file_id).unlink(missing_ok=True)

    def kept(self) -> Iterator[tuple[UUID, datetime]]:
        """Every file's id, with when it was put."""
        for path in self.folder.glob("??/*"):
            try:
                found = UUID(path.stem)
                at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
            except (ValueError, FileNotFoundError):
                # Not one of ours, or gone a moment ago.
                continue
            if path.suffix == "":
                yield found, at

    def sweep_halves(self, *, before: datetime) -> None:
        """Takes away what was begun before then and never finished."""
        for path in self.folder.glob("??/*.half"):
            # Whoever writes it may end meanwhile: then it is a half no longer.
            with suppress(FileNotFoundError):
                if path.stat().st_mtime < before.timestamp():
                    path.unlink()

    def _path(self, file_id: UUID) -> Path:
        return self.folder / file_id.hex[:2] / file_id.hex


def _sync(folder: Path) -> None:
    """Puts the folder's own list of names on the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
