"""Whatever is sent, there is a clean file or a refusal in words: never another error."""

import io
import os
import subprocess
import sys
import zlib
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pikepdf import Name, Stream

from microcare.files import apart
from microcare.files.cleaning import clean
from microcare.files.cleaning.within import without_boxes, without_words
from microcare.files.values import (
    Clean,
    FileRefused,
    Kind,
    NoFile,
    TooBusy,
    TooManyPixels,
    Unreadable,
)
from tests.factories.files import CANARY, a_paper, a_photo, saved
from tests.unit.files.test_pictures import HEIC, png_that_claims

SOUND = [
    *(a_photo(form) for form in ("JPEG", "PNG", "WEBP")),
    HEIC.read_bytes(),
    saved(a_paper(photo=a_photo())),
    saved(a_paper(), object_stream_mode=2),
]
STARTS = [
    b"",
    b"\xff\xd8\xff",
    b"\x89PNG\r\n\x1a\n",
    b"%PDF-1.7\n",
    b"RIFF\0\0\0\0WEBP",
    b"\0\0\0\x18ftypheic",
]


@st.composite
def torn(draw: st.DrawFn) -> bytes:
    """A sound file with some of its bytes other, cut out, said twice, or put into another's."""
    data = bytearray(draw(st.sampled_from(SOUND)))
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(data)))
        length = draw(st.integers(0, 40))
        other = draw(st.sampled_from(SOUND))
        filling = draw(
            st.one_of(
                st.binary(max_size=40),
                st.just(bytes(data[at : at + length]) * 2),
                st.just(other[:length]),
            )
        )
        data[at : at + length] = filling
    return bytes(data)


def cleaned(sent: bytes) -> tuple[Clean | None, FileRefused | None]:
    """The file, or why there is none."""
    try:
        return clean(sent), None
    except FileRefused as refused:
        return None, refused


@settings(max_examples=150)
@given(torn() | st.builds(lambda start, rest: start + rest, st.sampled_from(STARTS), st.binary()))
def test_it_comes_out_clean_or_is_refused_in_words(sent: bytes) -> None:
    made, refusal = cleaned(sent)
    if refusal is not None:
        assert refusal.field == "file"
        assert str(refusal.sentence)
    if made is not None:
        starts = {Kind.PICTURE: b"\xff\xd8\xff", Kind.PAPER: b"%PDF-"}
        assert made.data.startswith(starts[made.kind])
        assert CANARY.encode() not in made.data


@pytest.mark.parametrize(
    ("said", "instead"),
    [
        (b"/Subtype /Image", b"/Subtipe /Image"),
        (b"/Subtype /Image", b"/Subtype /Imago"),
        (b"/Filter /DCTDecode", b"/Filtre /DCTDecode"),
        (b"/Filter /DCTDecode", b"/Filter /DCTDecide"),
        (b"/Filter /DCTDecode", b"/Filter      /Flate"),
        (b"/Filter /DCTDecode", b"/Filter       /DCT "),
    ],
)
def test_a_photo_of_which_the_paper_says_something_else_tells_no_more(
    said: bytes, instead: bytes
) -> None:
    sound = saved(a_paper(photo=a_photo()))
    assert CANARY.encode() in sound
    assert sound.count(said) == 1
    made, refusal = cleaned(sound.replace(said, instead))
    assert refusal is not None or (made is not None and CANARY.encode() not in made.data)


def test_a_photo_packed_and_called_nothing_tells_no_more() -> None:
    paper = a_paper(photo=a_photo())
    [photo] = [o for o in paper.objects if isinstance(o, Stream) and "/Height" in o]
    photo.write(zlib.compress(a_photo()), filter=Name.FlateDecode)
    made, refusal = cleaned(saved(paper))
    assert refusal is None
    assert made is not None
    assert all(CANARY.encode() not in o.read_bytes() for o in streams(made.data))


def streams(paper: bytes) -> list[Stream]:
    return [o for o in pikepdf.open(io.BytesIO(paper)).objects if isinstance(o, Stream)]


@given(st.binary() | st.builds(lambda rest: b"\xff\xd8" + rest, st.binary()))
def test_a_picture_within_is_read_or_refused(sent: bytes) -> None:
    for read in (without_words, without_boxes):
        try:
            kept = read(sent)
        except Unreadable:
            continue
        assert len(kept) <= len(sent)


def test_words_in_a_box_of_a_jpeg_2000_are_left_out() -> None:
    def box(name: bytes, data: bytes) -> bytes:
        return (8 + len(data)).to_bytes(4) + name + data

    signature, dots = box(b"jP  ", b"\r\n\x87\n"), box(b"jp2c", b"\xff\x4f\xff\x51")
    told = box(b"uuid", CANARY.encode()) + box(b"xml ", CANARY.encode())
    assert without_boxes(signature + told + dots) == signature + dots


@pytest.mark.parametrize("sent", SOUND[:1] + SOUND[-2:-1], ids=["picture", "paper"])
def test_another_process_makes_the_same(sent: bytes) -> None:
    assert apart.clean_apart(sent) == clean(sent)


def test_another_process_says_why_it_refuses() -> None:
    with pytest.raises(TooManyPixels):
        apart.clean_apart(png_that_claims(60_000, 60_000))
    with pytest.raises(NoFile):
        apart.clean_apart(b"")


def test_one_that_takes_too_long_is_refused(monkeypatch: Any) -> None:
    monkeypatch.setattr(apart, "SECONDS", 0.001)
    with pytest.raises(Unreadable):
        apart.clean_apart(a_photo())


def test_one_that_breaks_what_reads_it_is_refused() -> None:
    for code, out in (
        (-11, b""),
        (1, b"image/jpeg\nx"),
        (0, b"text/html\nx"),
        (0, b"image/jpeg\n"),
    ):
        with pytest.raises(Unreadable):
            apart._answer(code, out)


def test_it_waits_for_its_turn_and_then_says_so(monkeypatch: Any) -> None:
    monkeypatch.setattr(apart, "_room", room := BoundedSemaphore(1))
    monkeypatch.setattr(apart, "WAIT_S", 0)
    with room, pytest.raises(TooBusy):
        apart.clean_apart(a_photo())


def test_it_is_told_no_secret_and_can_write_no_file(monkeypatch: Any, tmp_path: Path) -> None:
    seen: dict[str, Any] = {}

    def run(command: list[str], **told: Any) -> subprocess.CompletedProcess[bytes]:
        seen.update(told)
        return subprocess.CompletedProcess(command, 0, b"NotOurKind", b"")

    monkeypatch.setenv("SECRET_KEY", "a secret")
    with monkeypatch.context() as patched:
        patched.setattr(subprocess, "run", run)
        with pytest.raises(FileRefused):
            apart.clean_apart(b"x")
    assert seen["env"] == {}
    path = tmp_path / "written"
    code = (
        "import os; from microcare.files.apart import _limit; _limit();"
        f" os.write(os.open({str(path)!r}, os.O_WRONLY | os.O_CREAT), b'x')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert done.returncode != 0
    assert not path.exists() or not os.path.getsize(path)
