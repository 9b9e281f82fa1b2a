"""The tables that both engines share.

Full text and boxes on the map live in index_fts* and index_rtree*, which each engine keeps in its
own way (migrations/versions/004_index.py): SQLite in FTS5 and R*Trees, PostgreSQL in a tsvector
under GIN and PostGIS shapes under GiST.
"""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import Double, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from microcare.kernel.base import Base

# Ordered by bytes, so that the words that begin alike stand together whatever the locale.
_Word = Text().with_variant(Text(collation="C"), "postgresql")


class IndexDocument(Base):
    """A document, with everything that filters, order and result cards need of it.

    `x`, `y`, `z` place it on a globe of radius 1, so that distance needs only sums and products
    and comes out the same on both engines. `pays` and `days` are bit sets.
    """

    __tablename__ = "index_document"
    __table_args__ = (Index("ix_index_document_published_at", "published_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    listing_id: Mapped[uuid.UUID] = mapped_column(unique=True)
    slug: Mapped[str]
    name: Mapped[str]
    kind: Mapped[str]
    summary: Mapped[str]
    lat: Mapped[float] = mapped_column(Double)
    lng: Mapped[float] = mapped_column(Double)
    x: Mapped[float] = mapped_column(Double)
    y: Mapped[float] = mapped_column(Double)
    z: Mapped[float] = mapped_column(Double)
    served_chord2: Mapped[float | None] = mapped_column(Double)
    comes_to: Mapped[bool]
    pays: Mapped[int]
    days: Mapped[int]
    has_room: Mapped[bool]
    pence: Mapped[int | None]
    per: Mapped[str | None]
    minutes: Mapped[int | None]
    pence_an_hour: Mapped[int | None]
    confirmed_on: Mapped[date | None]
    published_at: Mapped[datetime]
    helps: Mapped[list[Any]]
    words: Mapped[list[str]]
    card: Mapped[dict[str, Any]]


class IndexHelp(Base):
    """One thing that a document helps with."""

    __tablename__ = "index_help"

    document_id: Mapped[int] = mapped_column(
        ForeignKey("index_document.id", ondelete="CASCADE"), primary_key=True
    )
    slug: Mapped[str] = mapped_column(primary_key=True, index=True)


class IndexWord(Base):
    """A word that some document has, its stem, and in how many documents it stands."""

    __tablename__ = "index_word"

    word: Mapped[str] = mapped_column(_Word, primary_key=True)
    stem: Mapped[str] = mapped_column(_Word, index=True)
    documents: Mapped[int]


class IndexMisspelling(Base):
    """A known word with one letter left out, or none: what a misspelling of it has in common."""

    __tablename__ = "index_misspelling"

    form: Mapped[str] = mapped_column(_Word, primary_key=True)
    word: Mapped[str] = mapped_column(
        _Word, ForeignKey("index_word.word", ondelete="CASCADE"), primary_key=True, index=True
    )
