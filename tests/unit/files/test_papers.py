"""A PDF's pages are copied with what they draw, and nothing else comes along."""

import base64
import io
from collections.abc import Callable
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, AttachedFileSpec, Dictionary, Name, String

from microcare.files.cleaning import clean
from microcare.files.values import HasPassword, IsForm, Kind, TooManyPages, Unreadable
from tests.factories.files import CANARY, a_paper, a_photo, saved

SCRIPT = f"app.alert('{CANARY}')"
# What never is in a PDF that we made.
NEVER = {
    *("/JS", "/JavaScript", "/OpenAction", "/AA", "/Launch", "/URI", "/SubmitForm", "/GoToR"),
    *("/EmbeddedFile", "/EmbeddedFiles", "/Filespec", "/AF", "/AcroForm", "/XFA", "/Annots"),
    *("/Metadata", "/PieceInfo", "/Info", "/Names", "/Outlines", "/RichMedia", "/Collection"),
    "/StructTreeRoot",
}


def script() -> Dictionary:
    return Dictionary(S=Name.JavaScript, JS=String(SCRIPT))


def at_start(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = script()


def by_name(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([String("a"), script()])))


def on_a_page(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].AA = Dictionary(O=script())


def behind_a_link(pdf: pikepdf.Pdf) -> None:
    to = Dictionary(S=Name.URI, URI=String(f"https://example.org/{CANARY}"))
    box = Array([0, 0, 100, 100])
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=box, A=to)
    pdf.pages[0].Annots = Array([pdf.make_indirect(link)])


def behind_a_press(pdf: pikepdf.Pdf) -> None:
    to = Dictionary(S=Name.Launch, F=String(f"{CANARY}.exe"))
    box = Array([0, 0, 100, 100])
    widget = Dictionary(Type=Name.Annot, Subtype=Name.Widget, Rect=box, A=to, FT=Name.Btn)
    made = pdf.make_indirect(widget)
    pdf.pages[0].Annots = Array([made])
    pdf.Root.AcroForm = Dictionary(Fields=Array([made]))


def a_file_within(pdf: pikepdf.Pdf) -> None:
    pdf.attachments["a.txt"] = AttachedFileSpec(pdf, CANARY.encode(), filename="a.txt")


def who_made_it(pdf: pikepdf.Pdf) -> None:
    pdf.docinfo["/Author"] = CANARY
    with pdf.open_metadata() as told:
        told["dc:creator"] = [CANARY]


def beside_the_page(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].PieceInfo = Dictionary(Program=Dictionary(Private=String(CANARY)))
    pdf.pages[0].Metadata = pdf.make_stream(CANARY.encode())
    drawn = pdf.make_stream(b"0 0 10 10 re f", {"/Type": Name.XObject, "/Subtype": Name.Form})
    drawn.BBox, drawn.Metadata = Array([0, 0, 10, 10]), pdf.make_stream(CANARY.encode())
    pdf.pages[0].Resources = Dictionary(XObject=Dictionary(A=drawn))


def a_bookmark(pdf: pikepdf.Pdf) -> None:
    with pdf.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem(CANARY, 0))


def after_its_end(pdf: pikepdf.Pdf) -> None:
    """See `send`: added to the bytes."""


HOSTILE: tuple[Callable[[pikepdf.Pdf], None], ...] = (
    at_start,
    by_name,
    on_a_page,
    behind_a_link,
    behind_a_press,
    a_file_within,
    who_made_it,
    beside_the_page,
    a_bookmark,
    after_its_end,
)


def names_in(data: bytes) -> set[str]:
    """Every name that is used as a key, or as what something is, in a PDF."""
    found: set[str] = set()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        waiting: list[Any] = [*pdf.objects, pdf.trailer]
        seen: set[tuple[int, int]] = set()
        while waiting:
            thing = waiting.pop()
            if isinstance(thing, pikepdf.Object) and thing.is_indirect:
                if thing.objgen in seen:
                    continue
                seen.add(thing.objgen)
            if isinstance(thing, pikepdf.Array):
                waiting += list(thing)
            elif isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
                found |= set(thing.keys())
                waiting += [value for _, value in thing.items()]
            elif isinstance(thing, pikepdf.Name):
                found.add(str(thing))
    return found


def plain(data: bytes) -> bytes:
    """All of a PDF's bytes with nothing packed."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        out = io.BytesIO()
        mode = pikepdf.ObjectStreamMode.disable
        level = pikepdf.StreamDecodeLevel.generalized
        pdf.save(out, compress_streams=False, object_stream_mode=mode, stream_decode_level=level)
    return out.getvalue()


def made_of(sent: bytes) -> bytes:
    made = clean(sent)
    assert made.kind is Kind.PAPER
    return made.data


@pytest.mark.parametrize("plant", HOSTILE, ids=lambda plant: plant.__name__)
def test_nothing_but_the_page_comes_along(plant: Callable[[pikepdf.Pdf], None]) -> None:
    pdf = a_paper()
    plant(pdf)
    sent = saved(pdf)
    if plant is after_its_end:
        sent += b"<script>" + CANARY.encode()
    assert CANARY.encode() in plain(sent) + sent
    made = made_of(sent)
    assert CANARY.encode() not in plain(made)
    assert CANARY.encode() not in made
    assert not names_in(made) & NEVER
    assert b"100 100 l" in plain(made)


def test_a_photo_within_loses_where_it_was_taken_and_keeps_its_dots() -> None:
    photo = a_photo()
    sent = saved(a_paper(photo=photo))
    assert CANARY.encode() in sent
    made = made_of(sent)
    for trace in (CANARY.encode(), b"Exif", b"xmp"):
        assert trace not in plain(made)
    with pikepdf.open(io.BytesIO(made)) as pdf:
        drawn = pikepdf.PdfImage(pdf.pages[0].Resources.XObject.A).as_pil_image()
        assert drawn.size == (96, 64)
        assert drawn.convert("RGB").getpixel((5, 5))[0] > 200  # type: ignore[index]


def test_a_photo_within_that_was_packed_twice_loses_it_too() -> None:
    pdf = a_paper(photo=a_photo())
    drawn = pdf.pages[0].Resources.XObject.A
    packed = base64.a85encode(drawn.read_raw_bytes()) + b"~>"
    drawn.write(packed, filter=Array([Name.ASCII85Decode, Name.DCTDecode]))
    made = made_of(saved(pdf))
    with pikepdf.open(io.BytesIO(made)) as found:
        kept = found.pages[0].Resources.XObject.A
        assert kept.Filter == Name.DCTDecode
        assert CANARY.encode() not in kept.read_raw_bytes()


def test_what_was_written_in_a_form_is_drawn_on_its_page() -> None:
    pdf = a_paper()
    look = pdf.make_stream(b"BT (42.00) Tj ET", {"/Type": Name.XObject, "/Subtype": Name.Form})
    look.BBox = Array([0, 0, 100, 20])
    box = Array([10, 10, 110, 30])
    widget = Dictionary(
        Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, Rect=box, F=4, T=String("sum")
    )
    widget.V, widget.AP = String("42.00"), Dictionary(N=look)
    made = pdf.make_indirect(widget)
    pdf.pages[0].Annots = Array([made])
    pdf.Root.AcroForm = Dictionary(Fields=Array([made]))
    found = plain(made_of(saved(pdf)))
    assert b"(42.00) Tj" in found
    assert b"/AcroForm" not in found


def test_what_a_page_has_from_those_above_it_is_kept() -> None:
    pdf = a_paper()
    page = pdf.pages[0].obj
    pdf.Root.Pages.MediaBox, pdf.Root.Pages.Rotate = Array([0, 0, 50, 60]), 90
    del page["/MediaBox"]
    with pikepdf.open(io.BytesIO(made_of(saved(pdf)))) as made:
        assert list(made.pages[0].obj.MediaBox) == [0, 0, 50, 60]
        assert made.pages[0].obj.Rotate == 90


def test_a_stream_that_lies_in_another_file_is_not_reached_for() -> None:
    pdf = a_paper()
    pdf.pages[0].Contents.F = String("/etc/passwd")
    assert b"passwd" not in plain(made_of(saved(pdf)))


def test_the_same_pdf_comes_out_the_same() -> None:
    sent = saved(a_paper(photo=a_photo()))
    assert made_of(sent) == made_of(sent)


def test_one_with_a_password_is_refused_and_one_that_opens_is_kept() -> None:
    locked = pikepdf.Encryption(owner="o", user="u")
    with pytest.raises(HasPassword):
        clean(saved(a_paper(), encryption=locked))
    made = made_of(saved(a_paper(), encryption=pikepdf.Encryption(owner="o", user="")))
    assert "/Encrypt" not in names_in(made)


def test_a_program_in_a_page_and_a_case_of_files_are_refused() -> None:
    program, case = a_paper(), a_paper()
    program.Root.AcroForm = Dictionary(XFA=program.make_stream(b"<xdp/>"), Fields=Array([]))
    case.Root.Collection = Dictionary(Type=Name.Collection)
    for pdf in (program, case):
        with pytest.raises(IsForm):
            clean(saved(pdf))


def test_too_many_pages_are_refused() -> None:
    assert made_of(saved(a_paper(pages=20)))
    with pytest.raises(TooManyPages):
        clean(saved(a_paper(pages=21)))


def test_one_without_a_page_or_torn_is_refused() -> None:
    for sent in (saved(pikepdf.new()), b"%PDF-1.7\nnot one\n", b"%PDF-"):
        with pytest.raises(Unreadable):
            clean(sent)
