"""Makes a file anew from what it shows. Nothing of the bytes that were sent is passed on unread.

What it is, is told by its content and never by its name. A picture is unpacked to its dots and
packed again; a PDF's pages are copied into a new one. So a file that is two things at once, or
carries a place, a script or another file, comes out as the one thing that is seen.
"""

from microcare.files.cleaning.papers import clean_paper
from microcare.files.cleaning.pictures import clean_picture
from microcare.files.values import (
    MOST_BYTES,
    Clean,
    FileRefused,
    Kind,
    NotOurKind,
    TooManyBytes,
    Unreadable,
)

# The start of each kind of picture that is read.
_STARTS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")
_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"mif1"})


def clean(data: bytes) -> Clean:
    """The file made anew. Raises a FileRefused, whatever the bytes.

    It unpacks what strangers sent: call it through `files.apart`, in a process of its own.
    """
    if len(data) > MOST_BYTES:
        raise TooManyBytes
    try:
        if data.startswith(b"%PDF-"):
            return Clean(Kind.PAPER, clean_paper(data))
        if _is_picture(data):
            return Clean(Kind.PICTURE, clean_picture(data))
    except FileRefused:
        raise
    # What a library raises over a broken file is its own affair; that it is broken is ours.
    except Exception as broken:
        raise Unreadable from broken
    raise NotOurKind


def _is_picture(data: bytes) -> bool:
    is_webp = data[:4] == b"RIFF" and data[8:12] == b"WEBP"
    is_heic = data[4:8] == b"ftyp" and data[8:12] in _BRANDS
    return data.startswith(_STARTS) or is_webp or is_heic
