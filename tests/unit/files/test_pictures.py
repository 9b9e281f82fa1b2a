"""A picture is packed anew, upright and with nothing beside its dots."""

import io
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image

from microcare.files.cleaning import clean
from microcare.files.cleaning.pictures import KEPT_PIXELS
from microcare.files.values import (
    MOST_BYTES,
    Kind,
    NotOurKind,
    TooManyBytes,
    TooManyPixels,
    Unreadable,
)
from tests.factories.files import CANARY, a_paper, a_photo, a_picture, saved

FORMS = ("JPEG", "PNG", "WEBP")
HEIC = Path(__file__).parent / "photo.heic"


def seen(data: bytes) -> Image.Image:
    made = clean(data)
    assert made.kind is Kind.PICTURE
    picture = Image.open(io.BytesIO(made.data), formats=["JPEG"])
    picture.load()
    return picture


def colour(picture: Image.Image, x: int, y: int) -> str:
    red, _green, blue = picture.convert("RGB").getpixel((x, y))  # type: ignore[misc]
    return "red" if red > blue else "blue"


@pytest.mark.parametrize("form", FORMS)
def test_who_made_it_where_and_when_is_gone_from_the_bytes(form: str) -> None:
    sent = a_photo(form)
    assert CANARY.encode() in sent
    made = clean(sent).data
    for trace in (CANARY.encode(), b"Exif", b"http", b"MPF", b"ICC_PROFILE", b"Photoshop"):
        assert trace not in made
    picture = seen(sent)
    assert not picture.getexif()
    assert set(picture.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert colour(picture, 5, 5) == "red"
    assert colour(picture, 90, 60) == "blue"


def test_a_photo_of_an_iphone_is_read_and_its_place_is_gone() -> None:
    sent = HEIC.read_bytes()
    assert CANARY.encode() in sent
    picture = seen(sent)
    assert picture.size == (96, 64)
    assert CANARY.encode() not in clean(sent).data
    assert colour(picture, 5, 5) == "red"


@pytest.mark.parametrize(
    ("orientation", "size", "red_at"),
    [(1, (96, 64), (5, 5)), (3, (96, 64), (90, 60)), (6, (64, 96), (5, 5)), (8, (64, 96), (5, 90))],
)
def test_it_is_turned_upright(
    orientation: int, size: tuple[int, int], red_at: tuple[int, int]
) -> None:
    picture = seen(a_photo(orientation=orientation))
    assert picture.size == size
    assert colour(picture, *red_at) == "red"


def test_what_lets_light_through_lies_on_white() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(out, "PNG")
    assert seen(out.getvalue()).getpixel((5, 5)) == (255, 255, 255)


def test_a_picture_of_sixteen_bits_is_not_burnt_out() -> None:
    out = io.BytesIO()
    Image.new("I;16", (10, 10), 30_000).save(out, "PNG")
    dots = seen(out.getvalue()).getpixel((5, 5))
    assert isinstance(dots, tuple)
    assert 110 <= dots[0] <= 125


def test_a_large_photo_is_kept_smaller_and_a_long_one_stays_readable() -> None:
    for wide, high in ((4000, 3000), (800, 12_000)):
        out = io.BytesIO()
        a_picture(wide, high).save(out, "JPEG")
        picture = seen(out.getvalue())
        assert picture.width * picture.height <= KEPT_PIXELS
        assert picture.width / picture.height == pytest.approx(wide / high, rel=0.01)


def test_only_the_first_of_several_pictures_is_kept() -> None:
    out = io.BytesIO()
    secret = Image.new("RGB", (96, 64), "green")
    a_picture().save(out, "WEBP", save_all=True, append_images=[secret], duration=100)
    assert colour(seen(out.getvalue()), 5, 5) == "red"


def png_that_claims(wide: int, high: int) -> bytes:
    """A few bytes that say they are a picture of that size."""

    def chunk(name: bytes, data: bytes) -> bytes:
        check = zlib.crc32(name + data)
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", check)

    head = struct.pack(">IIBBBBB", wide, high, 8, 2, 0, 0, 0)
    dots = zlib.compress(b"\x00" * 10_000)
    start = b"\x89PNG\r\n\x1a\n"
    return start + chunk(b"IHDR", head) + chunk(b"IDAT", dots) + chunk(b"IEND", b"")


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    with pytest.raises(TooManyPixels):
        clean(png_that_claims(60_000, 60_000))


def test_what_is_cut_short_or_torn_is_refused() -> None:
    for sent in (
        a_photo()[:-200],
        a_photo("PNG")[:-80],
        png_that_claims(100, 100),
        b"\xff\xd8\xff",
    ):
        with pytest.raises(Unreadable):
            clean(sent)


def test_too_many_bytes_are_refused_unread() -> None:
    with pytest.raises(TooManyBytes):
        clean(b"\xff\xd8\xff" + bytes(MOST_BYTES))


def test_what_it_is_is_told_by_its_content() -> None:
    svg = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
    for sent in (svg, b"<html><script>alert(1)</script>", b"GIF89a", b"PK\x03\x04", b"MZ", b"BM"):
        with pytest.raises(NotOurKind):
            clean(sent)


def test_what_is_two_things_at_once_comes_out_as_one() -> None:
    script = b"<script>alert('" + CANARY.encode() + b"')</script>"
    zipped = b"PK\x03\x04" + CANARY.encode()
    for sent in (a_photo() + script, a_photo() + zipped, a_photo() + saved(a_paper())):
        made = clean(sent).data
        assert made.startswith(b"\xff\xd8\xff")
        assert made.endswith(b"\xff\xd9")
        for trace in (CANARY.encode(), b"<script", b"PK\x03\x04", b"%PDF"):
            assert trace not in made
