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
_JPEG = b"\xff\xd8\xff"
_STARTS = (_JPEG, b"\x00\x00\x00\x0cjP  ")
# Pictures are packed twice at most, and the outer makes the head of the inner a little longer.
_LONGEST_START = 4096
# The ways in which a stream may be packed (ISO 32000-2, table 6).
_A85, _HEX, _FLATE = "/ASCII85Decode", "/ASCIIHexDecode", "/FlateDecode"
_DCT, _JPX = "/DCTDecode", "/JPXDecode"
_PICTURES = frozenset({_DCT, _JPX})
_OTHERS = frozenset({"/LZWDecode", "/RunLengthDecode", "/CCITTFaxDecode", "/JBIG2Decode"})
# What programs write for them though it is for pictures within drawing instructions (table 92).
_SHORT = {"/A85": _A85, "/AHx": _HEX, "/Fl": _FLATE, "/DCT": _DCT, "/LZW": "/LZWDecode"}
_SHORT |= {"/RL": "/RunLengthDecode", "/CCF": "/CCITTFaxDecode"}
_KNOWN = _PICTURES | _OTHERS | {_A85, _HEX, _FLATE}
# JPEG 2000 (ISO 15444-1, I.7): boxes that are text, or anybody's own.
_BOXES = frozenset({b"xml ", b"uuid", b"uinf", b"asoc"})


def clean_picture_within(stream: Any) -> None:
    """Takes what was written beside it off a picture of a PDF. Raises Unreadable.

    A picture is what is packed or begins as one, whatever else the PDF says or leaves out: one that
    nothing draws any more would keep its place and its day all the same.
    """
    said = [str(one) for one in _as_list(stream.get("/Filter"))]
    filters, data = [_SHORT.get(one, one) for one in said], stream.read_raw_bytes()
    if not set(filters) <= _KNOWN:
        raise Unreadable
    if filters and filters[-1] in _PICTURES:
        parms = _as_list(stream.get("/DecodeParms"))
        last = parms[-1] if len(parms) == len(filters) else None
        data = _unpacked(data, filters[:-1])
        data = without_words(data) if filters[-1] == _DCT else without_boxes(data)
        stream.write(data, filter=Name(filters[-1]), decode_parms=last)
    elif data.startswith(_STARTS):
        stream.write(_without(data))
    elif filters and _begins(data, filters):
        stream.write(_without(_unpacked(data, filters)))


def _without(picture: bytes) -> bytes:
    return without_words(picture) if picture.startswith(_JPEG) else without_boxes(picture)


def _begins(data: bytes, filters: list[str]) -> bool:
    """Whether a picture lies in it, looked at without unpacking more than it takes."""
    try:
        return _unpacked(data, filters, most=_LONGEST_START).startswith(_STARTS)
    except Unreadable:
        return False


def _as_list(found: Any) -> list[Any]:
    if found is None:
        return []
    return list(found) if isinstance(found, Array) else [found]


def _unpacked(data: bytes, filters: list[str], most: int = MOST_UNPACKED) -> bytes:
    """What is packed in it, `most` bytes of what was made smaller. Raises Unreadable."""
    for name in filters:
        try:
            if name == _A85:
                data = base64.a85decode(data.strip().removeprefix(b"<~").removesuffix(b"~>"))
            elif name == _HEX:
                data = bytes.fromhex(data.decode().rstrip().rstrip(">"))
            elif name == _FLATE:
                data = zlib.decompressobj().decompress(data, most)
            else:
                raise Unreadable
        except (ValueError, zlib.error, binascii.Error) as broken:
            raise Unreadable from broken
    return data


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
