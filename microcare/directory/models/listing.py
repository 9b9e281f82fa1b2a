"""An organization and its listings. A listing is one service; what hangs on it is in parts.py.

These rows are the working copy that a provider edits. Nobody else is shown them: what everybody
sees is a `ListingVersion`.
"""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from microcare.directory.models.parts import (
    Accessibility,
    Contact,
    CostOption,
    Language,
    Location,
    Phone,
    Schedule,
    ServiceArea,
)
from microcare.directory.models.taxonomy import ServiceTaxonomy
from microcare.directory.values import Edit, Life, State
from microcare.kernel.base import Base, Json
from microcare.kernel.ids import new_id

STATES = "', '".join(State)
EDITS = "', '".join(Edit)


class Organization(Base):
    """Who runs one or more listings, and who owns it."""

    __tablename__ = "organization"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str]
    description: Mapped[str] = mapped_column(default="")
    users_percent: Mapped[int | None]
    workers_percent: Mapped[int | None]
    register: Mapped[str] = mapped_column(default="")
    register_number: Mapped[str] = mapped_column(default="")

    __table_args__ = (
        CheckConstraint(
            "users_percent IS NULL OR (users_percent >= 0 AND workers_percent >= 0 "
            "AND users_percent + workers_percent <= 100)",
            name="owned_at_most_whole",
        ),
    )


class Listing(Base):
    """One service of an organization, as its keeper is writing it."""

    __tablename__ = "listing"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    organization_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organization.id"), index=True)
    slug: Mapped[str] = mapped_column(unique=True)
    state: Mapped[str] = mapped_column(default=State.DRAFT.value)
    edit: Mapped[str] = mapped_column(default=Edit.NONE.value)
    name: Mapped[str]
    kind: Mapped[str]
    summary: Mapped[str | None]
    description: Mapped[str | None]
    same_people: Mapped[str] = mapped_column(default="")
    personal_care: Mapped[bool | None]
    handles_money: Mapped[bool | None]
    one_to_one: Mapped[bool | None]
    workers: Mapped[int | None]
    does_not: Mapped[str] = mapped_column(default="")
    who_for: Mapped[str | None]
    minimum_age: Mapped[int | None]
    maximum_age: Mapped[int | None]
    times_note: Mapped[str] = mapped_column(default="")
    includes: Mapped[str | None]
    travel: Mapped[str] = mapped_column(default="")
    cancelling: Mapped[str] = mapped_column(default="")
    shortest_minutes: Mapped[int | None]
    is_shared: Mapped[bool | None]
    shared_min: Mapped[int | None]
    shared_max: Mapped[int | None]
    pay: Mapped[list[str] | None] = mapped_column(Json)
    room: Mapped[str | None]
    room_for: Mapped[int | None]
    waiting_weeks: Mapped[int | None]
    # Whether access was answered: "none of these" is an answer too.
    told_access: Mapped[bool] = mapped_column(default=False)
    access_note: Mapped[str] = mapped_column(default="")
    told_reach: Mapped[bool] = mapped_column(default=False)
    website: Mapped[str] = mapped_column(default="")
    has_insurance: Mapped[bool | None]
    insured_until: Mapped[date | None]
    dbs: Mapped[str | None]
    registration: Mapped[str] = mapped_column(default="")
    has_training: Mapped[bool] = mapped_column(default=False)
    paid: Mapped[str | None]
    travel_time: Mapped[str] = mapped_column(default="")
    training: Mapped[str] = mapped_column(default="")
    say: Mapped[str] = mapped_column(default="")
    principles: Mapped[list[str] | None] = mapped_column(Json)
    story: Mapped[str | None]
    story_by: Mapped[str] = mapped_column(default="")
    story_agreed: Mapped[bool] = mapped_column(default=False)
    # Decided by the unit postcode's own council: sector and outcode are wrong for 4% and 7%.
    council_code: Mapped[str | None]
    patch_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("patch.id"))
    # Where an edit of what is public would move it; the desk above keeps it until the yes to that.
    is_moving: Mapped[bool] = mapped_column(default=False, server_default=false())
    next_council_code: Mapped[str | None]
    next_patch_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("patch.id"), index=True)
    source: Mapped[str | None]
    source_id: Mapped[str | None]
    # The row of another list that this came from, so that the same row twice changes nothing.
    source_hash: Mapped[str | None]
    created_at: Mapped[datetime]
    saved_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    confirmed_on: Mapped[date | None]
    confirmed_by: Mapped[str] = mapped_column(default="")
    # The public document of now; kept while paused, so that resuming needs no catalyst.
    version_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("listing_version.id", use_alter=True, name="fk_listing_version_id")
    )

    organization: Mapped[Organization] = relationship(lazy="joined", innerjoin=True)
    keepers: Mapped[list["ListingKeeper"]] = relationship(back_populates="listing", lazy="raise")
    contacts: Mapped[list[Contact]] = relationship(
        lazy="raise", order_by="Contact.position", cascade="all, delete-orphan"
    )
    location: Mapped[Location | None] = relationship(lazy="raise", cascade="all, delete-orphan")
    service_area: Mapped[ServiceArea | None] = relationship(
        lazy="raise", cascade="all, delete-orphan"
    )
    schedules: Mapped[list[Schedule]] = relationship(lazy="raise", cascade="all, delete-orphan")
    cost_options: Mapped[list[CostOption]] = relationship(
        lazy="raise", order_by="CostOption.position", cascade="all, delete-orphan"
    )
    languages: Mapped[list[Language]] = relationship(
        lazy="raise", order_by="Language.position", cascade="all, delete-orphan"
    )
    accessibilities: Mapped[list[Accessibility]] = relationship(
        lazy="raise", cascade="all, delete-orphan"
    )
    phones: Mapped[list[Phone]] = relationship(lazy="raise", cascade="all, delete-orphan")
    helps: Mapped[list[ServiceTaxonomy]] = relationship(
        lazy="raise", order_by="ServiceTaxonomy.position", cascade="all, delete-orphan"
    )

    __table_args__ = (
        CheckConstraint(f"state IN ('{STATES}')", name="known_state"),
        CheckConstraint(f"edit IN ('{EDITS}')", name="known_edit"),
        CheckConstraint(
            "state IN ('public', 'paused') OR edit = 'none'", name="only_the_public_is_edited"
        ),
        CheckConstraint(
            "state NOT IN ('public', 'paused') OR version_id IS NOT NULL", name="public_is_approved"
        ),
        CheckConstraint(
            "shared_min IS NULL OR (shared_min >= 2 AND shared_max >= shared_min)",
            name="shared_by_some",
        ),
        UniqueConstraint("source", "source_id"),
        Index("ix_listing_patch_id_state", "patch_id", "state"),
    )

    @property
    def life(self) -> Life:
        """Where it is in its life."""
        return Life(State(self.state), Edit(self.edit))

    @life.setter
    def life(self, life: Life) -> None:
        self.state, self.edit = life.state.value, life.edit.value

    @property
    def desk_id(self) -> uuid.UUID | None:
        """The patch whose catalysts answer what is sent: the one that an edit would move it to."""
        return self.next_patch_id if self.is_moving else self.patch_id

    @property
    def desk_council_code(self) -> str | None:
        """The council that goes with `desk_id`."""
        return self.next_council_code if self.is_moving else self.council_code

    @property
    def provenance(self) -> dict[str, Any]:
        """Which list and line it came from, empty when somebody here wrote it."""
        return {"source": self.source, "id": self.source_id} if self.source else {}


class ListingKeeper(Base):
    """A person who may change a listing and answers for it."""

    __tablename__ = "listing_keeper"

    listing_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("listing.id"), primary_key=True)
    person_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("person.id"), primary_key=True, index=True
    )
    since: Mapped[datetime]

    listing: Mapped[Listing] = relationship(back_populates="keepers", lazy="raise")
