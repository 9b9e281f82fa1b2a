"""The PDF can be read aloud (PDF/UA-1), is the same in every process, and fetches nothing."""

import io
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from sqlalchemy.orm import Session

from microcare.kernel.clock import FixedClock
from microcare.spending.services import make_pdf, pdf_is_possible
from microcare.spending.services.statement_pdf import SCHEME
from tests.client import Client
from tests.factories.groups import Story
from tests.factories.spending import all_pay, make_bill, make_promised, take_place
from tests.pdf import attribute, text_of, tree

pytestmark = pytest.mark.skipif(not pdf_is_possible(), reason="no Pango on this machine")
ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def story(session: Session, clock: FixedClock) -> Story:
    """Two Tuesdays paid for."""
    story = make_promised(session, clock)
    take_place(session, story, clock, 0, 1)
    all_pay(session, story, make_bill(session, story, clock, 0, 1), clock)
    return story


@pytest.fixture
def made(client: Client, story: Story, clock: FixedClock) -> bytes:
    """Their first member's statement as a PDF."""
    client.sign_in(story.people[0])
    answer = client.get(f"/my/money/{story.budgets[0].id}/statement.pdf?as_of={clock.today()}")
    assert answer.mimetype == "application/pdf"
    return bytes(answer.data)


def test_it_is_tagged_named_and_in_a_language(made: bytes) -> None:
    with pikepdf.open(io.BytesIO(made)) as pdf:
        root = pdf.Root
        assert root.MarkInfo.Marked == True  # noqa: E712 (a PDF's own boolean)
        assert str(root.Lang) == "en-GB"
        assert root.ViewerPreferences.DisplayDocTitle == True  # noqa: E712
        assert str(pdf.docinfo["/Title"]).startswith("Statement of Amara")
        with pdf.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
            assert metadata["dc:title"].startswith("Statement of Amara")
        for page in pdf.pages:
            assert page.obj.get("/StructParents") is not None
            assert str(page.obj.get("/Tabs", "/S")) == "/S"


def test_every_header_of_a_table_says_what_it_heads(made: bytes) -> None:
    with pikepdf.open(io.BytesIO(made)) as pdf:
        kinds: dict[str, list[Any]] = {}
        for element in tree(pdf):
            kinds.setdefault(str(element.S), []).append(element)
        # One that goes over a page is two.
        assert len(kinds["/Table"]) >= 5
        assert len(kinds["/H1"]) == 1
        assert len(kinds["/H2"]) == 6
        scopes = {str(attribute(header, "/Scope")) for header in kinds["/TH"]}
        assert scopes == {"/Column", "/Row"}
        assert not kinds.get("/Figure")
        named = [str(header.ID) for header in kinds["/TH"]]
        assert len(named) == len(set(named))


def test_fonts_are_its_own_and_inside(made: bytes) -> None:
    with pikepdf.open(io.BytesIO(made)) as pdf:
        fonts = [font for page in pdf.pages for font in page.resources.Font.values()]
        assert fonts
        for font in fonts:
            assert "Atkinson" in str(font.BaseFont)
            assert "/ToUnicode" in font


def test_every_page_says_whose_it_is_and_its_number(made: bytes) -> None:
    text = text_of(made).replace("\u00a0", " ")
    with pikepdf.open(io.BytesIO(made)) as pdf:
        pages = len(pdf.pages)
    assert pages >= 2
    for number in range(1, pages + 1):
        assert f"{number} / {pages}" in text
    assert text.count("Amara · A direct payment, Somerset Council") == pages
    assert "Money used through microcare. It is not your whole account." in " ".join(text.split())


PAGE = (
    '<html lang="en"><head><title>One</title><style>@font-face { font-family: A;'
    ' src: url("font:atkinson-400.woff2") } body { font-family: A }</style></head>'
    "<body><h1>One</h1><p>£18.00</p></body></html>"
)
ANEW = f"""
import sys
from pathlib import Path
from microcare.spending.services import make_pdf
name = "atkinson-400.woff2"
fonts = {{name: (Path("static/build") / name).read_bytes()}}
sys.stdout.buffer.write(make_pdf({PAGE!r}, fonts))
"""


def test_two_processes_make_the_same_bytes() -> None:
    made = set()
    for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo")):
        environment = os.environ | {"PYTHONHASHSEED": seed, "TZ": zone}
        command = [sys.executable, "-c", ANEW]
        run = subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, check=True, timeout=120
        )
        made.add(run.stdout)
    assert len(made) == 1
    [one] = made
    assert one.startswith(b"%PDF-1.7")
    assert b"CreationDate" not in one


@pytest.mark.parametrize(
    "address", ["file:///etc/passwd", "http://localhost:1/x.png", f"{SCHEME}../config.py"]
)
def test_nothing_else_is_fetched(address: str) -> None:
    page = PAGE.replace("<p>", f'<p><img src="{address}" alt="">')
    name = "atkinson-400.woff2"
    fonts = {name: (ROOT / "static" / "build" / name).read_bytes()}
    with pytest.raises(BaseException) as refused:  # noqa: PT011 (WeasyPrint's own is no Exception)
        make_pdf(page, fonts)
    assert "NotOurs" in repr(refused.value.__cause__)
