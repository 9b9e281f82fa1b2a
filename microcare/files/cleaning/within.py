"""Pictures inside a PDF: the dots stay as they are, and what was written beside them goes.

A telephone that makes a PDF of a photo puts the photo into it whole, with the place where it was
taken. These are not packed anew, because a paper's small print would suffer.
"""

import base64
import binascii
import zlib
from collections.abc import Iterator
from typing import Any

from pikepdf import Array, Name

from microcare.files.values import Unreadable

MOST_UNPACKED = 64 * 1024 * 1024
# JPEG (ITU-T T.81, B.1): 0xE0 JFIF and 0xEE Adobe say how colours are kept; the rest only tells.
_APPS = frozenset(range(0xE1, 0xF0)) - {0xEE}
_TELLING = _APPS | {0xFE}
# JPEG 2000 (ISO 15444-1, I.7): boxes that are text, or anybody's own.
_BOXES = frozenset({b"xml ", b"uuid", b"uinf", b"asoc"})


def clean_picture_within(stream: Any) -> None:
    """Takes what was written beside it off a picture of a PDF. Raises Unreadable."""
    filters = _as_list(stream.get("/Filter"))
    if not filters or filters[-1] not in {Name.DCTDecode, Name.JPXDecode}:
        return
    data = stream.read_raw_bytes()
    for name in filters[:-1]:
        data = _unpacked(data, str(name))
    parms = _as_list(stream.get("/DecodeParms"))
    last = parms[-1] if len(parms) == len(filters) else None
    is_jpeg = filters[-1] == Name.DCTDecode
    data = without_words(data) if is_jpeg else without_boxes(data)
    stream.write(data, filter=filters[-1], decode_parms=last)


def _as_list(found: Any) -> list[Any]:
    if found is None:
        return []
    return list(found) if isinstance(found, Array) else [found]


def _unpacked(data: bytes, name: str) -> bytes:
    try:
        if name == "/ASCII85Decode":
            return base64.a85decode(data.strip().removeprefix(b"<~").removesuffix(b"~>"))
        if name == "/ASCIIHexDecode":
            return bytes.fromhex(data.decode().rstrip().rstrip(">"))
        if name == "/FlateDecode":
            return zlib.decompressobj().decompress(data, MOST_UNPACKED)
    except (ValueError, zlib.error, binascii.Error) as broken:
        raise Unreadable from broken
    raise Unreadable


def without_words(jpeg: bytes) -> bytes:
    """A JPEG without its comments and all that programs wrote beside it. Raises Unreadable.

    What comes after its end is left out too.
    """
    kept = [jpeg[at:end] for mark, at, end in _segments(jpeg) if mark not in _TELLING]
    return b"".join([b"\xff\xd8", *kept, b"\xff\xd9"])


def _segments(jpeg: bytes) -> Iterator[tuple[int, int, int]]:
    """Each part of a JPEG between its first mark and its last: its mark, where it begins and ends.

    The dots belong to the part before them. Raises Unreadable where the last mark is missing.
    """
    if jpeg[:2] != b"\xff\xd8":
        raise Unreadable
    at = 2
    while jpeg[at : at + 1] == b"\xff" and at + 4 <= len(jpeg):
        mark = jpeg[at + 1]
        if mark == 0xFF:
            at += 1
            continue
        end = at + 2 + int.from_bytes(jpeg[at + 2 : at + 4])
        if mark == 0xDA:
            end = _end_of_dots(jpeg, end)
        yield mark, at, end
        at = end
        if jpeg[at : at + 2] == b"\xff\xd9":
            return
    raise Unreadable


def _end_of_dots(jpeg: bytes, at: int) -> int:
    """Where the dots that begin at `at` end: at the next mark that is no restart."""
    while (at := jpeg.find(b"\xff", at)) != -1 and at + 1 < len(jpeg):
        if jpeg[at + 1] == 0x00 or 0xD0 <= jpeg[at + 1] <= 0xD7:
            at += 2
        elif jpeg[at + 1] == 0xFF:
            at += 1
        else:
            return at
    raise Unreadable


def without_boxes(jp2: bytes) -> bytes:
    """A JPEG 2000 without its boxes of text. Raises Unreadable."""
    if jp2[:4] == b"\xff\x4f\xff\x51":
        return jp2
    kept, at = [], 0
    while at < len(jp2):
        head, size = 8, int.from_bytes(jp2[at : at + 4])
        if size == 1:
            head, size = 16, int.from_bytes(jp2[at + 8 : at + 16])
        size = size or len(jp2) - at
        if size < head or at + size > len(jp2):
            raise Unreadable
        if jp2[at + 4 : at + 8] not in _BOXES:
            kept.append(jp2[at : at + size])
        at += size
    return b"".join(kept)
