"""A page as a tagged PDF (PDF/UA-1): the same page is the same bytes, in whatever process.

WeasyPrint needs Pango, which Debian brings and Python cannot. Where it is missing, nothing here is
offered and everything else works.
"""

import hashlib
import logging
from collections.abc import Mapping
from functools import cache
from typing import Any

# The two fonts of the site, by the name under which the page asks for them.
Fonts = Mapping[str, bytes]
SCHEME = "font:"


class NotOurs(ValueError):
    """The page asked for a file that is not one of its fonts."""


@cache
def pdf_is_possible() -> bool:
    """Whether this machine has what a PDF needs."""
    try:
        import weasyprint  # noqa: F401
    except (ImportError, OSError):
        return False
    # It says on every page that some style is not for paper.
    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)
    logging.getLogger("fontTools").setLevel(logging.CRITICAL)
    return True


def make_pdf(html: str, fonts: Fonts) -> bytes:
    """The page as PDF/UA-1, with its own fonts. It may fetch those and nothing else: NotOurs.

    There is no date of making in it, and its identifier is a hash of the page.
    """
    from weasyprint import HTML
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class OnlyFonts(URLFetcher):  # type: ignore[misc]
        """Answers the fonts by name. Whatever else is asked for ends it all."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            name = url.removeprefix(SCHEME)
            if not url.startswith(SCHEME) or name not in fonts:
                raise NotOurs(url)
            return URLFetcherResponse(url, fonts[name], {"Content-Type": "font/woff2"})

    fetcher = OnlyFonts(fail_on_errors=True)
    named = hashlib.sha256(html.encode()).hexdigest()[:32].encode()
    page = HTML(string=html, base_url="about:blank", url_fetcher=fetcher)
    made = page.write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=named, finisher=_scope_headers)
    return bytes(made)


def _scope_headers(_document: Any, pdf: Any) -> None:
    """Says of each header of a table whether it heads a column or a row (ISO 14289-1, 7.5)."""

    def above(element: Any) -> Any:
        return pdf.objects[int(element["P"].split()[0])]

    for element in pdf.objects:
        if isinstance(element, dict) and element.get("S") == "/TH":
            heads = above(above(element))["S"] == "/THead"
            element["A"]["Scope"] = "/Column" if heads else "/Row"
