"""A picture, unpacked to its dots and packed again as a JPEG: upright, and with nothing beside it.

No place, no time, no name of a telephone, no comment, no second picture hidden behind the first.
"""

import io
import math

import pi_heif
from PIL import Image, ImageFile, ImageOps

from microcare.files.values import MOST_PIXELS, TooManyPixels

# Enough to read a till roll that was photographed whole; about a megabyte.
KEPT_PIXELS = 6_000_000
QUALITY = 82
# A JPEG's side is at most this long.
_LONGEST = 65_000
_READ = ("JPEG", "PNG", "WEBP", "HEIF")

# The size is looked at below, before anything is unpacked.
Image.MAX_IMAGE_PIXELS = None
pi_heif.register_heif_opener(thumbnails=False, depth_images=False, aux_images=False)


def clean_picture(data: bytes) -> bytes:
    """The first picture in `data` as a JPEG of KEPT_PIXELS at most.

    Raises TooManyPixels before it unpacks anything, and what the library does over a broken one.
    """
    # WeasyPrint, where it was loaded before, lets the library make up what is cut off.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    with Image.open(io.BytesIO(data), formats=_READ) as picture:
        wide, high = picture.size
        if wide * high > MOST_PIXELS:
            raise TooManyPixels
        # A JPEG can be unpacked at a half or a quarter, which costs as much less.
        picture.draft("RGB", _smaller(wide, high))
        upright = ImageOps.exif_transpose(picture)
        seen = _on_white(upright)
    size = _smaller(*seen.size)
    if size != seen.size:
        seen = seen.resize(size, Image.Resampling.LANCZOS)
    out = io.BytesIO()
    seen.save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue()


def _smaller(wide: int, high: int) -> tuple[int, int]:
    """The size, made smaller where it has more than KEPT_PIXELS."""
    by = min(1.0, math.sqrt(KEPT_PIXELS / (wide * high)), _LONGEST / max(wide, high))
    return max(1, math.floor(wide * by)), max(1, math.floor(high * by))


def _on_white(picture: Image.Image) -> Image.Image:
    """The dots alone, on white where they let light through: nothing that came beside them."""
    if picture.mode.startswith("I"):
        # 16 bits a dot, of which a screen shows the upper eight.
        picture = picture.convert("I").point(lambda dot: dot / 256).convert("L")
    paper = Image.new("RGB", picture.size, "white")
    if picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info:
        picture = picture.convert("RGBA")
        paper.paste(picture, mask=picture)
    else:
        paper.paste(picture.convert("RGB"))
    return paper
