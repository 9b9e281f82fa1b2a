"""No words stand outside gettext: in templates' text, in what macros are given, in Python."""

import ast
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from jinja2 import Environment, nodes

from tests.words.catalogue import KEYWORDS, ROOT
from tests.words.exceptions import exceptions

TEMPLATES = sorted(p for p in (ROOT / "templates").rglob("*") if p.suffix in {".html", ".txt"})
# Rooms where a sentence is for a person. Elsewhere capitals and spaces are SQL, logs and docs.
ROOMS = {"forms", "routes", "notices"}
READ_ALOUD = {"alt", "title", "placeholder", "aria-label", "aria-description", "label", "summary"}
GETTEXT = {"_", *KEYWORDS}
_WORD = re.compile(r"[^\W\d_]{2,}")
_SENTENCE = re.compile(r"^[A-Z][a-z’']+( \w.*|[.?:…]?)$")
# Outside forms a lone word with a capital is more often a name in some format.
_PHRASE = re.compile(r"^[A-Z][a-z’']* \w.*$")
_environment = Environment(extensions=["jinja2.ext.i18n"], autoescape=True)


class _Bare(HTMLParser):
    """Collects text, and attributes that are read aloud, that a template holds itself."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._skip = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._skip += tag in {"script", "style"}
        for name, value in attrs:
            if name in READ_ALOUD and value and _WORD.search(value):
                self.found.append(" ".join(value.split()))

    def handle_endtag(self, tag: str) -> None:
        self._skip -= tag in {"script", "style"}

    def handle_data(self, data: str) -> None:
        if not self._skip and _WORD.search(data):
            self.found.append(" ".join(data.split()))


def _bare_text(source: str) -> list[str]:
    parser, silent = _Bare(), False
    kept = []
    statement: list[str] | None = None
    for _, kind, value in _environment.lexer.tokeniter(source, None):
        if kind == "block_begin":
            statement = []
        elif kind == "block_end":
            silent = _begins_silence(statement or [], silent)
            statement = None
        elif statement is not None:
            statement += [value] if kind == "name" else []
        elif kind == "data" and not silent:
            kept.append(value)
    parser.feed("".join(kept))
    parser.close()
    return parser.found


def _begins_silence(statement: list[str], silent: bool) -> bool:
    """Whether what follows is not words of the template: a translation, or a block of classes."""
    match statement:
        case ["trans", *_]:
            return True
        case ["block", name, *_]:
            return "class" in name
        case ["endtrans" | "endblock", *_]:
            return False
    return silent


def _name(call: nodes.Call) -> str:
    return call.node.name if isinstance(call.node, nodes.Name) else ""


def _bare_arguments(node: nodes.Node) -> Iterator[str]:
    for child in node.iter_child_nodes():
        if isinstance(child, nodes.Call) and _name(child) in GETTEXT:
            continue
        if isinstance(child, nodes.Const) and isinstance(child.value, str):
            if _SENTENCE.match(child.value):
                yield child.value
        else:
            yield from _bare_arguments(child)


def test_templates_hold_no_words_of_their_own() -> None:
    found = {
        text: str(path.relative_to(ROOT))
        for path in TEMPLATES
        for text in _bare_text(path.read_text())
    }
    exceptions("bare-words").settle(found)


def test_macros_are_given_no_words_outside_gettext() -> None:
    found = {
        text: str(path.relative_to(ROOT))
        for path in TEMPLATES
        for text in _bare_arguments(_environment.parse(path.read_text()))
    }
    exceptions("bare-argument").settle(found)


def _python_files() -> Iterator[Path]:
    for path in sorted((ROOT / "microcare").rglob("*.py")):
        if ROOMS & {path.stem, *path.relative_to(ROOT).parts[2:-1]}:
            yield path


def _bare_strings(node: ast.AST, pattern: re.Pattern[str] = _SENTENCE) -> Iterator[str]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Call) and getattr(child.func, "id", "") in GETTEXT:
            continue
        if isinstance(child, ast.Raise):
            continue
        if isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant):
            continue
        if isinstance(child, ast.Constant) and isinstance(child.value, str):
            if pattern.match(child.value):
                yield child.value
        else:
            yield from _bare_strings(child, pattern)


def _pattern(path: Path) -> re.Pattern[str]:
    return _SENTENCE if "forms" in {path.stem, path.parent.name} else _PHRASE


def test_forms_views_and_notices_hold_no_words_outside_gettext() -> None:
    found = {
        text: str(path.relative_to(ROOT))
        for path in _python_files()
        for text in _bare_strings(ast.parse(path.read_text()), _pattern(path))
    }
    exceptions("bare-python").settle(found)


def test_the_finders_can_fail() -> None:
    bad = '<p title="Read me">{{ _("Fine") }} and so on {% trans %}Fine{% endtrans %}</p>'
    assert _bare_text(bad) == ["Read me", "and so on"]
    assert list(_bare_arguments(_environment.parse('{{ submit("Save and go on") }}')))
    assert not list(_bare_arguments(_environment.parse('{{ submit(_("Save")) }}')))
    assert list(_bare_strings(ast.parse('field = StringField("Your name")')))
    assert not list(_bare_strings(ast.parse('field = StringField(_l("Your name"))')))
