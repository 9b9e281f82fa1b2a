"""A row for each file that is kept. Its bytes are in the store, under the same id."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from microcare.files.values import Kind
from microcare.kernel.base import Base
from microcare.kernel.ids import new_id


class StoredFile(Base):
    """A file whose it is, of what kind, how long in bytes, and its SHA-256."""

    __tablename__ = "stored_file"
    __table_args__ = (
        CheckConstraint("kind IN ('image/jpeg', 'application/pdf')", name="known"),
        CheckConstraint("size > 0", name="not_empty"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    owner_id: Mapped[uuid.UUID] = mapped_column(index=True)
    kind: Mapped[str]
    size: Mapped[int]
    sha256: Mapped[str]
    kept_at: Mapped[datetime]

    @property
    def is_picture(self) -> bool:
        """Whether it can be shown in a page."""
        return self.kind == Kind.PICTURE
