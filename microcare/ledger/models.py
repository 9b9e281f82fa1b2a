"""The ledger's tables. Their triggers are in the migrations 003_ledger and 014_ledger_chain.

A pot is one instalment of one purse: pence that may be used for days between two dates. Every move
stays inside its pot, so a person's and a funder's pence never mix with another's (pooling P7).
"""

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from microcare.kernel.base import Base
from microcare.kernel.ids import new_id
from microcare.ledger.values.chain import BEGINNING


class Pot(Base):
    """An instalment: whose purse, and the days it may be used for."""

    __tablename__ = "ledger_pot"
    __table_args__ = (
        CheckConstraint("opens_on <= closes_on", name="days_in_order"),
        Index(None, "purse", "opens_on"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    purse: Mapped[uuid.UUID]
    opens_on: Mapped[date]
    closes_on: Mapped[date]


class Account(Base):
    """Pence of one pot in one bucket of one book. Only a move changes `balance`."""

    __tablename__ = "ledger_account"
    __table_args__ = (
        UniqueConstraint("pot_id", "book", "bucket"),
        CheckConstraint(
            "(bucket <> 'source' AND balance_pence >= 0)"
            " OR (bucket = 'source' AND balance_pence <= 0)",
            name="never_below_zero",
        ),
        CheckConstraint(
            "bucket IN ('source', 'available', 'held', 'paid_in', 'spent', 'refund_due',"
            " 'returned')",
            name="known_bucket",
        ),
        Index(None, "book"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    pot_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("ledger_pot.id"))
    # A group's book, or the purse itself for what is in no group.
    book: Mapped[uuid.UUID]
    bucket: Mapped[str]
    balance_pence: Mapped[int] = mapped_column(default=0)
    # Counts this account's moves, so that each can be applied once and only in turn.
    moves: Mapped[int] = mapped_column(default=0)
    last_move_id: Mapped[uuid.UUID | None]


class Event(Base):
    """One thing somebody did, with the key that makes it safe to send twice."""

    __tablename__ = "ledger_event"
    __table_args__ = (UniqueConstraint("actor", "key"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    kind: Mapped[str]
    actor: Mapped[uuid.UUID]
    key: Mapped[str]
    body_hash: Mapped[str]
    at: Mapped[datetime]


class Book(Base):
    """The head of a book's chain: how many entries it has, and the last one's hash.

    A group's book, or a purse's own. Only a move changes it.
    """

    __tablename__ = "ledger_book"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    moves: Mapped[int] = mapped_column(default=0)
    last_hash: Mapped[str] = mapped_column(default=BEGINNING)


class HoldLine(Base):
    """Pence of one pot promised for one day. Its end is a row of its own, so it ends once."""

    __tablename__ = "ledger_hold"
    __table_args__ = (
        CheckConstraint("pence BETWEEN 1 AND 1000000000", name="some_pence"),
        Index(None, "book", "ref"),
        Index(None, "pot_id"),
        Index(None, "event_id"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    event_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("ledger_event.id"))
    pot_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("ledger_pot.id"))
    book: Mapped[uuid.UUID]
    ref: Mapped[uuid.UUID]
    for_on: Mapped[date]
    pence: Mapped[int]
    expires_at: Mapped[datetime]


class HoldLineKept(Base):
    """A hold that never ends by time alone: what it was for has been delivered (pooling P3)."""

    __tablename__ = "ledger_hold_kept"
    __table_args__ = (Index(None, "event_id"),)

    hold_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("ledger_hold.id"), primary_key=True)
    event_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("ledger_event.id"))


class HoldLineEnd(Base):
    """How a hold ended: one row at most for each."""

    __tablename__ = "ledger_hold_end"
    __table_args__ = (
        CheckConstraint("how IN ('posted', 'released', 'expired')", name="known_end"),
        CheckConstraint("posted_pence >= 0", name="posted_not_negative"),
        CheckConstraint("(how = 'posted') = (posted_pence > 0)", name="posted_has_pence"),
        Index(None, "event_id"),
    )

    hold_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("ledger_hold.id"), primary_key=True)
    event_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("ledger_event.id"))
    how: Mapped[str]
    posted_pence: Mapped[int] = mapped_column(default=0)


class Move(Base):
    """Pence from one account to another of the same pot: one row, so it cannot be unbalanced."""

    __tablename__ = "ledger_move"
    __table_args__ = (
        CheckConstraint("pence BETWEEN 1 AND 1000000000", name="some_pence"),
        CheckConstraint("from_account_id <> to_account_id", name="two_accounts"),
        CheckConstraint("(reverses_id IS NULL) = (reason IS NULL)", name="correction_has_reason"),
        UniqueConstraint("from_account_id", "from_move"),
        UniqueConstraint("to_account_id", "to_move"),
        Index("uq_ledger_move_book_number", "book", "number", unique=True),
        Index(None, "hold_id"),
        Index(None, "event_id"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    event_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("ledger_event.id"))
    from_account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("ledger_account.id"))
    to_account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("ledger_account.id"))
    pence: Mapped[int]
    # Which move of each account this is: the database applies a move only in its turn.
    from_move: Mapped[int]
    to_move: Mapped[int]
    hold_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("ledger_hold.id"))
    # A correction names what it corrects, and why (pooling P8).
    reverses_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("ledger_move.id"))
    reason: Mapped[str | None]
    # Its place in the chain of its book, the hash before it, and its own (pooling P46).
    book: Mapped[uuid.UUID]
    number: Mapped[int]
    previous: Mapped[str]
    hash: Mapped[str]


class Retirement(Base):
    """A whole book that is no longer kept: what its last hash was. `is_open` only as it goes."""

    __tablename__ = "ledger_retirement"

    book: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    moves: Mapped[int]
    last_hash: Mapped[str]
    retired_at: Mapped[datetime]
    is_open: Mapped[bool] = mapped_column(default=True)


class RetiredPart(Base):
    """What a retired book came to in one bucket of one pot: pence in less pence out."""

    __tablename__ = "ledger_retired_part"
    __table_args__ = (Index(None, "pot_id"),)

    book: Mapped[uuid.UUID] = mapped_column(ForeignKey("ledger_retirement.book"), primary_key=True)
    pot_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("ledger_pot.id"), primary_key=True)
    bucket: Mapped[str] = mapped_column(primary_key=True)
    pence: Mapped[int]
    moves: Mapped[int]


class Doubt(Base):
    """A book whose sums were found to differ: nothing more is promised in it (pooling P11)."""

    __tablename__ = "ledger_doubt"

    book: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    found_at: Mapped[datetime]
    words: Mapped[str]


class Look(Base):
    """When everything was last looked over."""

    __tablename__ = "ledger_look"

    at: Mapped[datetime] = mapped_column(primary_key=True)
