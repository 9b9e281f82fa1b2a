"""Runs one suite and prints its figures, one JSON object a line: `python -m bench.run search`."""

import argparse
import importlib
import sys
from pathlib import Path


def suites() -> list[str]:
    """Every suite there is: a module here with `run`."""
    folder = Path(__file__).parent
    return sorted(p.stem for p in folder.glob("*.py") if "\ndef run(" in p.read_text())


def main(arguments: list[str] | None = None) -> int:
    """Runs what was asked for; 0 when every figure was measured."""
    parser = argparse.ArgumentParser(prog="bench.run", description=__doc__)
    parser.add_argument("suite", choices=suites())
    parser.add_argument("--quick", action="store_true", help="under two minutes, fewer listings")
    parser.add_argument("--listings", type=int, help="how many listings to measure with")
    chosen = parser.parse_args(arguments)
    suite = importlib.import_module(f"bench.{chosen.suite}")
    for figure in suite.run(quick=chosen.quick, listings=chosen.listings):
        print(figure.as_json(), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
