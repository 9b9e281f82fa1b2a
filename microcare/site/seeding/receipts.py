"""A receipt for the demonstration, drawn here so that nobody's own paper is in it."""

import io
from datetime import date

from PIL import Image, ImageDraw, ImageFont

from microcare.files.values import Clean, Kind

_SIZE, _MARGIN, _LINE = (640, 520), 48, 72


def drawn_receipt(provider: str, *, day: date, pence: int) -> Clean:
    """What the provider wrote by hand after one session: a JPEG of one person's part."""
    paper = Image.new("RGB", _SIZE, "#fdfbf4")
    pen, letters = ImageDraw.Draw(paper), ImageFont.load_default(size=34)
    words = [
        provider,
        "Received with thanks",
        f"Session of {day:%d/%m/%Y}",
        f"£{pence // 100}.{pence % 100:02d}",
        "This is a demonstration.",
    ]
    for place, line in enumerate(words):
        pen.text((_MARGIN, _MARGIN + place * _LINE), line, fill="#1d2a33", font=letters)
    out = io.BytesIO()
    paper.save(out, "JPEG", quality=82)
    return Clean(Kind.PICTURE, out.getvalue())
