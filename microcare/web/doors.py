"""Goes through a finished page: each link and form is led elsewhere, left alone, or taken out.

Only our own templates are read here, where every attribute stands in double quotes and what people
typed is escaped. All else comes out as it went in.
"""

from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from html.parser import HTMLParser
from re import compile as pattern

_HREF, _ACTION = pattern(r'(\shref=")[^"]*'), pattern(r'(\saction=")[^"]*')
# What is left of a list's row or a line when its only link has gone.
_EMPTY = pattern(r"<(li|p)\b[^>]*>\s*</\1>\n?")


@dataclass(frozen=True, slots=True)
class Door:
    """Where an address leads from this page; None where there is no way."""

    address: str | None


class Doors(HTMLParser):
    """One page, read once from its beginning to its end."""

    def __init__(self, leads: Callable[[str, str, bool], Door]):
        super().__init__(convert_charrefs=False)
        self.leads = leads
        self.out: list[str] = []
        # The element that is being taken out, and how many of its kind are open inside it.
        self.shut, self.depth = "", 0
        self.in_head = False
        # Where the open <details> began, and whether its form was taken out of it.
        self.fold: int | None = None
        self.fold_is_shut = False

    def through(self, html: str) -> str:
        """The page as the helper gets it."""
        self.feed(html)
        self.close()
        return _EMPTY.sub("", "".join(self.out))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Looks at a link or a form; lets all else through."""
        raw = self.get_starttag_text() or ""
        if self.shut:
            self.depth += tag == self.shut
            return
        if tag == "header":
            self.in_head = True
        if tag == "details":
            self.fold, self.fold_is_shut = len(self.out), False
        told = dict(attrs)
        if tag == "a" and told.get("href"):
            raw = self._led(raw, tag, told["href"] or "", "GET")
        if tag == "form" and told.get("action"):
            raw = self._led(raw, tag, told["action"] or "", (told.get("method") or "get").upper())
        self.out.append(raw)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Lets through what closes itself: drawings."""
        self._say(self.get_starttag_text() or "")

    def _led(self, raw: str, tag: str, address: str, method: str) -> str:
        door = self.leads(address, method, self.in_head)
        if door.address is None:
            self.shut, self.depth = tag, 1
            self.fold_is_shut = self.fold_is_shut or tag == "form"
            return ""
        if door.address == address:
            return raw
        where = _HREF if tag == "a" else _ACTION
        led = escape(door.address, quote=True)
        return where.sub(lambda found: found[1] + led, raw, count=1)

    def handle_endtag(self, tag: str) -> None:
        """Ends what is being taken out, or lets it through."""
        if self.shut:
            self.depth -= tag == self.shut
            if not self.depth:
                self.shut = ""
            return
        self.out.append(f"</{tag}>")
        if tag == "header":
            self.in_head = False
        if tag == "details" and self.fold is not None:
            if self.fold_is_shut:
                # What is said in it was about a button that is not there.
                del self.out[self.fold :]
            self.fold = None

    def handle_data(self, data: str) -> None:
        """Lets text through as it is, scripts and styles too."""
        self._say(data)

    def handle_entityref(self, name: str) -> None:
        """Lets a named character through."""
        self._say(f"&{name};")

    def handle_charref(self, name: str) -> None:
        """Lets a numbered character through."""
        self._say(f"&#{name};")

    def handle_comment(self, data: str) -> None:
        """Lets a comment through."""
        self._say(f"<!--{data}-->")

    def handle_decl(self, decl: str) -> None:
        """Lets the doctype through."""
        self._say(f"<!{decl}>")

    def _say(self, text: str) -> None:
        if not self.shut:
            self.out.append(text)
