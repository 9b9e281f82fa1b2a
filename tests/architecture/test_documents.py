"""The documents say what is true: settings, commands and links that are there."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("", "docs", "deploy", "bin", "static/map", "microcare")
DOCUMENTS = sorted(
    path
    for folder in FOLDERS
    for path in (ROOT / folder).glob("**/*.md" if folder else "*.md")
    if not {"node_modules", ".venv", "instance"} & set(path.parts)
)
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
# One row of a table that begins with one or more names of settings.
ROW = re.compile(r"^\| ((?:`[A-Z_]+`(?:, )?)+) \|", re.M)


def dead_links(text: str, folder: Path) -> list[str]:
    """Links to files beside `folder` that are not there."""
    found = (link.partition("#")[0] for link in LINK.findall(text))
    return [link for link in found if link and "://" not in link and not (folder / link).exists()]


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda p: str(p.relative_to(ROOT)))
def test_no_document_has_a_dead_link(path: Path) -> None:
    assert not dead_links(path.read_text(), path.parent)


def test_a_dead_link_is_found() -> None:
    text = "[one](docs/gone.md) ![two](LICENSE) [three](https://example.org/gone.md) [four](#here)"
    assert dead_links(text, ROOT) == ["docs/gone.md"]


def settings_read(source: str) -> set[str]:
    """Names of the environment variables that a module reads, by any of the ways used here."""
    names = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
            first = node.args[0]
            if node.func.attr in {"read", "get"} and isinstance(first, ast.Constant):
                names.add(str(first.value))
    return {name for name in names if re.fullmatch(r"[A-Z][A-Z_]+", name)}


def test_every_setting_is_told_and_no_other() -> None:
    told = {
        name.strip("` ")
        for row in ROW.findall((ROOT / "docs" / "settings.md").read_text())
        for name in row.split(",")
    }
    read = [settings_read((ROOT / file).read_text()) for file in ("config.py", "bin/serve.py")]
    assert told == set.union(*read)


def test_a_setting_is_found_where_it_is_read() -> None:
    source = "import os\na = os.environ.get('ONE') or self.read('TWO', 'x')\nb = d.get('three')"
    assert settings_read(source) == {"ONE", "TWO"}
