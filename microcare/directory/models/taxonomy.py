"""The help terms: plain words for what people want help with. They ship in the database."""

import uuid

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from microcare.kernel.base import Base
from microcare.kernel.ids import new_id


class TaxonomyTerm(Base):
    """A kind of help. `alike` are other words people use for it, `group` a starting kind."""

    __tablename__ = "taxonomy_term"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    group: Mapped[str]
    alike: Mapped[list[str]]
    position: Mapped[int]
    is_current: Mapped[bool] = mapped_column(default=True)

    __table_args__ = (CheckConstraint("length(name) <= 60", name="name_length"),)


class ServiceTaxonomy(Base):
    """A listing helps with this."""

    __tablename__ = "service_taxonomy"

    listing_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("listing.id"), primary_key=True)
    term_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("taxonomy_term.id"), primary_key=True, index=True
    )
    position: Mapped[int] = mapped_column(default=0)

    term: Mapped[TaxonomyTerm] = relationship(lazy="joined", innerjoin=True)
