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
    """The page as PDF/UA-1. It may fetch the fonts and nothing else: raises NotOurs.

    There is no date of making in it, and its identifier is a hash of the page.
    """
    from weasyprint import HTML

    page = HTML(string=html, base_url="about:blank", url_fetcher=_only(fonts))
    named = hashlib.sha256(html.encode()).hexdigest()[:32].encode()
    made = page.write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=named)
    return bytes(made)


def _only(fonts: Fonts) -> Any:
    def fetch(url: str, *_args: Any, **_kwargs: Any) -> dict[str, Any]:
        name = url.removeprefix(SCHEME)
        if not url.startswith(SCHEME) or name not in fonts:
            raise NotOurs(url)
        return {"string": fonts[name], "mime_type": "font/woff2"}

    return fetch
