"""Pictures and papers to send, sound and hostile, made on the spot."""

import io
from typing import Any

import pikepdf
from pikepdf import Dictionary, Name
from PIL import Image, PngImagePlugin

# Found nowhere else: a file that still has it has kept what it should not.
CANARY = "XYLOCANARY"
PLACE = (51.0, 1.0, 7.25)


def a_picture(wide: int = 96, high: int = 64) -> Image.Image:
    """Red on the left and blue on the right, so that one sees which way up it is."""
    picture = Image.new("RGB", (wide, high), "red")
    picture.paste("blue", (wide // 2, 0, wide, high))
    return picture


def a_photo(form: str = "JPEG", *, orientation: int = 1, **more: Any) -> bytes:
    """A telephone's photo, with who made it, where and when, and a remark."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010F], exif[0x9286] = orientation, CANARY, CANARY.encode()
    place = exif.get_ifd(0x8825)
    place[1], place[2], place[3], place[4] = "N", PLACE, "W", (3.0, 6.0, 1.0)
    out = io.BytesIO()
    told: dict[str, Any] = {"exif": exif.tobytes(), "xmp": f"<x>{CANARY}</x>".encode()}
    if form == "PNG":
        words = PngImagePlugin.PngInfo()
        words.add_text("Comment", CANARY)
        told = {"exif": exif.tobytes(), "pnginfo": words}
    if form == "JPEG":
        told["comment"] = CANARY.encode()
    a_picture().save(out, form, **(told | more))
    return out.getvalue()


def a_paper(*, pages: int = 1, photo: bytes = b"") -> pikepdf.Pdf:
    """A PDF of some pages that draw a line, and a photo where one is given; open, to be changed."""
    pdf = pikepdf.new()
    for _ in range(pages):
        page = pdf.add_blank_page(page_size=(300, 200))
        page.Contents = pdf.make_stream(b"0 0 m 100 100 l S")
        if photo:
            wide, high = Image.open(io.BytesIO(photo)).size
            drawn = pdf.make_stream(photo, {"/Type": Name.XObject, "/Subtype": Name.Image})
            drawn.Width, drawn.Height, drawn.BitsPerComponent = wide, high, 8
            drawn.ColorSpace, drawn.Filter = Name.DeviceRGB, Name.DCTDecode
            page.Resources = Dictionary(XObject=Dictionary(A=drawn))
            page.Contents = pdf.make_stream(b"q 100 0 0 100 0 0 cm /A Do Q")
    return pdf


def saved(pdf: pikepdf.Pdf, **more: Any) -> bytes:
    """The PDF's bytes, with its words not packed, so that a test can look for them."""
    out = io.BytesIO()
    pdf.save(out, **({"compress_streams": False} | more))
    return out.getvalue()
