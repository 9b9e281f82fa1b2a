"""Patches: the part of the country one desk of catalysts looks after, as a set of councils."""

import uuid

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from microcare.kernel.base import Base
from microcare.kernel.ids import new_id


class Patch(Base):
    """Who looks after a patch, and whom to ring there when someone may not be safe."""

    __tablename__ = "patch"
    __table_args__ = (
        CheckConstraint("name <> ''", name="name_given"),
        CheckConstraint("slug <> ''", name="slug_given"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(unique=True)
    organisation: Mapped[str] = mapped_column(default="")
    contact_name: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    hours: Mapped[str] = mapped_column(default="")
    safeguarding_name: Mapped[str] = mapped_column(default="")
    safeguarding_phone: Mapped[str] = mapped_column(default="")
    # A DBS certificate has no last day: it is looked at again after so many years.
    dbs_years: Mapped[int] = mapped_column(default=3, server_default="3")

    councils: Mapped[list["PatchCouncil"]] = relationship(
        back_populates="patch", order_by="PatchCouncil.council_code"
    )

    @property
    def council_codes(self) -> frozenset[str]:
        """The ONS codes of its councils."""
        return frozenset(row.council_code for row in self.councils)


class PatchCouncil(Base):
    """One council of a patch. The key is the council, so that no council is in two patches."""

    __tablename__ = "patch_council"

    council_code: Mapped[str] = mapped_column(primary_key=True)
    patch_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("patch.id"), index=True)

    patch: Mapped[Patch] = relationship(back_populates="councils")
