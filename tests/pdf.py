"""Looks into a PDF: its words, and what makes it one that a screen reader can read (PDF/UA-1)."""

import io
import re
from collections.abc import Iterator
from typing import Any

import pikepdf


def text_of(made: bytes) -> str:
    """The words of a PDF, in their order."""
    # By the map from each font's own letters back to ours, which PDF/UA asks for.
    from pikepdf import parse_content_stream

    words: list[str] = []
    with pikepdf.open(io.BytesIO(made)) as pdf:
        for page in pdf.pages:
            maps = {name: _letters(font) for name, font in page.resources.get("/Font", {}).items()}
            letters: dict[str, str] = {}
            for operands, operator in parse_content_stream(page):
                if str(operator) == "Tf":
                    letters = maps.get(str(operands[0]), {})
                elif str(operator) in {"Tj", "TJ"}:
                    words.append("".join(_shown(operands[0], letters)))
    return " ".join(words)


def _shown(operand: Any, letters: dict[str, str]) -> Iterator[str]:
    parts = operand if isinstance(operand, pikepdf.Array) else [operand]
    for part in parts:
        if isinstance(part, pikepdf.String):
            code = bytes(part).hex()
            yield "".join(letters.get(code[i : i + 4], "?") for i in range(0, len(code), 4))


def _letters(font: Any) -> dict[str, str]:
    source = bytes(font.ToUnicode.read_bytes()).decode("latin-1")
    pairs = re.findall(r"<([0-9a-fA-F]{4})>\s*<([0-9a-fA-F]+)>", source)
    return {code.lower(): bytes.fromhex(text).decode("utf-16-be") for code, text in pairs}


def tree(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """Every element of the structure tree."""
    waiting = [pdf.Root.StructTreeRoot.K]
    while waiting:
        here = waiting.pop()
        if isinstance(here, pikepdf.Array):
            waiting += list(here)
        elif isinstance(here, pikepdf.Dictionary) and "/S" in here:
            yield here
            waiting += [here["/K"]] if "/K" in here else []


def attribute(element: Any, name: str) -> Any:
    """An attribute of a structure element, wherever its dictionaries hold it."""
    found = element.get("/A")
    for one in found if isinstance(found, pikepdf.Array) else [found]:
        if isinstance(one, pikepdf.Dictionary) and name in one:
            return one[name]
    return None
