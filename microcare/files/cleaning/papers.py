"""A PDF's pages, copied into a new PDF with what they draw and nothing else.

What a page may keep is a list; what is not on it is left behind: links, scripts, forms, other
files, who made it and when. What was written into a form's boxes is drawn onto the page first.
"""

import io
from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Name

from microcare.files.cleaning.within import clean_picture_within
from microcare.files.values import MOST_PAGES, HasPassword, IsForm, TooManyPages, Unreadable

# All that a page needs to be seen (ISO 32000-2, 7.7.3.3).
_OF_PAGE = frozenset(
    {
        "/Type",
        "/MediaBox",
        "/CropBox",
        "/Rotate",
        "/UserUnit",
        "/Resources",
        "/Contents",
        "/Group",
    }
)
# What tells of more than is drawn, or reaches for something elsewhere. Names in a page's list of
# fonts or pictures are anybody's choice, so these go only from what says of what type it is.
_TELLING = (
    "/Metadata",
    "/PieceInfo",
    "/LastModified",
    "/AF",
    "/OPI",
    "/Alternates",
    "/Ref",
    "/Measure",
    "/PtData",
    "/AA",
    "/StructParent",
    "/StructParents",
)
# A stream whose bytes lie in another file.
_ELSEWHERE = ("/F", "/FFilter", "/FDecodeParms")
MOST_THINGS = 50_000


def clean_paper(data: bytes) -> bytes:
    """The pages of `data` as a new PDF. Raises HasPassword, IsForm, TooManyPages, Unreadable."""
    try:
        theirs = pikepdf.open(io.BytesIO(data))
    except pikepdf.PasswordError as locked:
        raise HasPassword from locked
    with theirs, pikepdf.new() as ours:
        _refuse(theirs)
        theirs.generate_appearance_streams()
        theirs.flatten_annotations("screen")
        for page in theirs.pages:
            _keep_what_is_seen(page)
        ours.pages.extend(theirs.pages)
        for thing in _things(ours):
            _silence(thing)
        out = io.BytesIO()
        ours.remove_unreferenced_resources()
        ours.save(out, deterministic_id=True, recompress_flate=False)
    return out.getvalue()


def _refuse(theirs: pikepdf.Pdf) -> None:
    if "/XFA" in theirs.Root.get("/AcroForm", {}) or "/Collection" in theirs.Root:
        raise IsForm
    if not len(theirs.pages) or len(theirs.objects) > MOST_THINGS:
        raise Unreadable
    if len(theirs.pages) > MOST_PAGES:
        raise TooManyPages


def _keep_what_is_seen(page: pikepdf.Page) -> None:
    # What a page has from those above it becomes its own, before they are left behind.
    for name in ("/MediaBox", "/CropBox", "/Rotate", "/Resources"):
        found = _from_above(page.obj, name)
        if found is not None:
            page.obj[name] = found
    for name in set(page.obj.keys()) - _OF_PAGE:
        del page.obj[name]


def _from_above(node: Any, name: str) -> Any:
    for _ in range(100):
        if node is None or name in node:
            return node[name] if node is not None else None
        node = node.get("/Parent")
    raise Unreadable


def _things(ours: pikepdf.Pdf) -> Iterator[Any]:
    """Every dictionary and stream, also those inside others."""
    waiting = list(ours.objects)
    while waiting:
        thing = waiting.pop()
        if isinstance(thing, pikepdf.Array):
            waiting += [one for one in thing if _is_inside(one)]
        elif isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
            yield thing
            waiting += [one for _, one in thing.items() if _is_inside(one)]


def _is_inside(thing: Any) -> bool:
    return isinstance(thing, pikepdf.Array | pikepdf.Dictionary) and not thing.is_indirect


def _silence(thing: Any) -> None:
    is_stream = isinstance(thing, pikepdf.Stream)
    for name in (*(_TELLING if is_stream or "/Type" in thing else ()), *_ELSEWHERE * is_stream):
        if name in thing:
            del thing[name]
    if is_stream and thing.get("/Subtype") == Name.PS:
        thing.write(b"")
    if is_stream:
        clean_picture_within(thing)
