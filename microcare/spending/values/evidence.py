"""What shows that somebody paid their share, and what happens while it is missing (P4, P45)."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from microcare.kernel.errors import DomainError
from microcare.kernel.words import N_

# A receipt of three pages, its back, and one more.
MOST_RECEIPTS = 5
# Councils ask for the current year and one more (Warwickshire, after CIPFA); a setting.
RECEIPT_YEARS = 1


class EvidenceKind(StrEnum):
    """How a payment is shown: by a receipt that was added, or by a look at a bank statement."""

    RECEIPT = "receipt"
    STATEMENT = "statement"


@dataclass(frozen=True, slots=True)
class ReceiptTimes:
    """How many days after a payment a missing receipt is asked for, and new promises wait."""

    first: int = 15
    second: int = 29
    pause: int = 31

    def passed(self, days: int) -> int:
        """How many of the three have come after so many days."""
        return sum(days >= one for one in (self.first, self.second, self.pause))


# The pattern of Open Collective's missing receipts.
RECEIPT_TIMES = ReceiptTimes()


class NotPaidYet(DomainError):
    """A receipt is for what was paid."""

    words = N_("First say that you paid your part. Then add the receipt")
    field = "file"


class TooManyReceipts(DomainError):
    """No more than MOST_RECEIPTS for one bill."""

    words = N_("You have %(most)d receipts here, which is the most. Replace one instead")
    field = "file"


class ReceiptIsSealed(DomainError):
    """The group has closed: what shows its payments stays as it is."""

    words = N_("Your group has closed, so this receipt stays as it is.")


class NothingMissing(DomainError):
    """There is nothing to ask for help with."""

    words = N_("No receipt is missing here. Nothing was changed.")


class InvoiceIsSealed(DomainError):
    """Two people have looked at the bill with it, or it was taken back."""

    words = N_("This bill was looked at, or taken back. So its file stays as it is.")


@dataclass(frozen=True, slots=True)
class ReceiptView:
    """A receipt as its owner sees it. `ended_at` is when it was replaced or removed."""

    id: UUID
    added_at: datetime
    ended_at: datetime | None
    is_picture: bool
    has_file: bool


@dataclass(frozen=True, slots=True)
class MissingView:
    """A receipt that is missing: new promises wait from `pause_on`, unless help was asked for."""

    pause_on: date
    is_paused: bool
    asked_at: datetime | None


@dataclass(frozen=True, slots=True)
class MyProof:
    """What shows one person's payment of one bill: theirs alone."""

    receipts: tuple[ReceiptView, ...] = ()
    earlier: tuple[ReceiptView, ...] = ()
    is_on_statement: bool = False
    missing: MissingView | None = None


@dataclass(frozen=True, slots=True)
class ReceiptHelp:
    """Somebody who asks the catalyst for help with a receipt: all that a catalyst sees."""

    id: UUID
    person_id: UUID
    first_name: str
    email: str
    asked_at: datetime
