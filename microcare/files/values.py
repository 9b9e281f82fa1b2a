"""What is kept of a file, and why one is refused. All sizes are bytes or pixels."""

from dataclasses import dataclass
from enum import StrEnum

from microcare.kernel.errors import DomainError
from microcare.kernel.words import N_

MOST_BYTES = 10 * 1024 * 1024
# A telephone's picture has 12 to 50 million; what claims more is refused before it is unpacked.
MOST_PIXELS = 60_000_000
MOST_PAGES = 20


class Kind(StrEnum):
    """The two kinds of file that are kept, whatever was sent."""

    PICTURE = "image/jpeg"
    PAPER = "application/pdf"


ENDINGS = {Kind.PICTURE: "jpg", Kind.PAPER: "pdf"}


@dataclass(frozen=True, slots=True)
class Clean:
    """Bytes that this program made itself, with nothing in them but what is seen."""

    kind: Kind
    data: bytes


class FileRefused(DomainError):
    """A file that is not kept. Each reason has words for whoever sent it."""

    words = N_("We could not read this file. Try a photo of it")
    field = "file"


class Unreadable(FileRefused):
    """Broken, cut short, or made to break whatever reads it."""


class NoFile(FileRefused):
    """Nothing was sent."""

    words = N_("Choose a photo or a PDF")


class NotOurKind(FileRefused):
    """By its content, whatever its name says, it is no picture and no PDF."""

    words = N_("This is not a photo or a PDF. Try a photo of it")


class TooManyBytes(FileRefused):
    """More than MOST_BYTES."""

    words = N_("This file is too large. 10 MB at most")


class TooManyPixels(FileRefused):
    """More than MOST_PIXELS."""

    words = N_("This picture is too large. Try a photo of it")


class TooManyPages(FileRefused):
    """More than MOST_PAGES."""

    words = N_("This PDF is too long. 20 pages at most")


class HasPassword(FileRefused):
    """A PDF that only opens with a password."""

    words = N_("This PDF has a password. Try a photo of it")


class IsForm(FileRefused):
    """A PDF whose page is a program or a case for others: what is seen cannot be kept alone."""

    words = N_("This PDF is a form that we cannot keep. Try a photo of it")


class TooBusy(FileRefused):
    """As many files are looked at already as this machine should at once."""

    words = N_("We are busy with other files. Wait a minute, then send it again")


class NotKept(FileRefused):
    """The folder is full, or is not there. The log says so, for whoever runs the site."""

    words = N_("We cannot keep files today. Your file was not saved. Try again later")


# By name: how one process tells another why it refused.
REFUSALS: dict[str, type[FileRefused]] = {
    kind.__name__: kind
    for kind in (Unreadable, NotOurKind, TooManyBytes, TooManyPixels, TooManyPages)
} | {kind.__name__: kind for kind in (HasPassword, IsForm)}
