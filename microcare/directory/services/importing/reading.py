"""Reads a CSV file whole before anything is written, so that a broken one changes nothing."""

import csv
import io
from pathlib import Path

from microcare.directory.values import CannotImport, Row

LONGEST_CELL = 100_000


def read_rows(path: Path) -> tuple[list[str], list[Row]]:
    """The file's columns and rows. Raises CannotImport, naming the line and what is wrong."""
    text = _text(path)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        columns = [name.strip() for name in next(reader, [])]
        rows = [_row(path, columns, cells, line=reader.line_num) for cells in reader if any(cells)]
    except csv.Error as broken:
        raise CannotImport(f"{path}, line {reader.line_num}: {broken}. It must be CSV.") from broken
    if not any(columns):
        raise CannotImport(f"{path}, line 1: no column names. The first line must hold them.")
    twice = sorted({name for name in columns if name and columns.count(name) > 1})
    if twice:
        raise CannotImport(f"{path}, line 1: the column {twice[0]!r} is there twice.")
    return columns, rows


def _text(path: Path) -> str:
    try:
        raw = path.read_bytes()
    except OSError as broken:
        raise CannotImport(f"{path}: {broken.strerror}.") from broken
    if b"\0" in raw:
        raise CannotImport(f"{path}: not a text file. It must be CSV, such as Excel's 'CSV UTF-8'.")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        # What Excel on Windows writes where it is not told otherwise; it reads any bytes.
        return raw.decode("cp1252", errors="replace")


def _row(path: Path, columns: list[str], cells: list[str], *, line: int) -> Row:
    if len(cells) > len(columns):
        raise CannotImport(
            f"{path}, line {line}, column {len(columns) + 1}: "
            f"{len(cells)} cells under {len(columns)} names. A comma inside a cell needs quotes."
        )
    long = next(
        (c for c, cell in zip(columns, cells, strict=False) if len(cell) > LONGEST_CELL), ""
    )
    if long:
        raise CannotImport(f"{path}, line {line}, column {long}: over {LONGEST_CELL:,} letters.")
    padded = [*cells, *[""] * (len(columns) - len(cells))]
    return Row(line, dict(zip(columns, padded, strict=True)))
