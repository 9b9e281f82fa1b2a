"""What hangs on a listing, where the open standard (HSDS) hangs it."""

import uuid
from datetime import time

from sqlalchemy import CheckConstraint, ForeignKey, Time, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from microcare.directory.values import Day, Per, Reach
from microcare.kernel.base import Base
from microcare.kernel.ids import new_id

REACHES = "', '".join(Reach)
DAYS = "', '".join(Day)
PERS = "', '".join(Per)


class Location(Base):
    """Where a listing is, as everybody may know it: of a home, the public point and no address."""

    __tablename__ = "location"

    listing_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("listing.id"), primary_key=True)
    reach: Mapped[str]
    lat: Mapped[float]
    lng: Mapped[float]
    near: Mapped[str]
    precision: Mapped[str]
    postcode: Mapped[str | None]
    line_1: Mapped[str | None]
    city: Mapped[str | None]
    county: Mapped[str | None]

    __table_args__ = (
        CheckConstraint(f"reach IN ('{REACHES}')", name="known_reach"),
        CheckConstraint("lat BETWEEN 49 AND 61 AND lng BETWEEN -9 AND 3", name="in_the_uk"),
        CheckConstraint(
            "reach = 'venue' OR (postcode IS NULL AND line_1 IS NULL AND precision <> 'exact')",
            name="no_home_is_shown",
        ),
    )


class PrivatePlace(Base):
    """The exact postcode of a home. No public query joins this table; a test holds that."""

    __tablename__ = "private_place"

    listing_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("listing.id"), primary_key=True)
    postcode: Mapped[str]


class ServiceArea(Base):
    """How far they go from the public point, in metres."""

    __tablename__ = "service_area"

    listing_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("listing.id"), primary_key=True)
    radius_m: Mapped[int]

    __table_args__ = (CheckConstraint("radius_m BETWEEN 1 AND 160000", name="some_way"),)


class Schedule(Base):
    """The hours of one day of the week, in London."""

    __tablename__ = "schedule"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    listing_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("listing.id"), index=True)
    day: Mapped[str]
    opens: Mapped[time] = mapped_column(Time)
    closes: Mapped[time] = mapped_column(Time)

    __table_args__ = (CheckConstraint(f"day IN ('{DAYS}')", name="known_day"),)


class CostOption(Base):
    """A price in pence; `minutes` is how long a session lasts, where known."""

    __tablename__ = "cost_option"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    listing_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("listing.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    pence: Mapped[int]
    per: Mapped[str]
    minutes: Mapped[int | None]

    __table_args__ = (
        CheckConstraint("pence BETWEEN 0 AND 1000000", name="pence_in_reason"),
        CheckConstraint(f"per IN ('{PERS}')", name="known_per"),
        CheckConstraint("minutes IS NULL OR minutes BETWEEN 1 AND 1440", name="minutes_in_a_day"),
    )


class Language(Base):
    """A language spoken, by its English name."""

    __tablename__ = "language"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    listing_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("listing.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    name: Mapped[str]


class Accessibility(Base):
    """One thing that makes a listing easier to use."""

    __tablename__ = "accessibility"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    listing_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("listing.id"), index=True)
    code: Mapped[str]

    __table_args__ = (UniqueConstraint("listing_id", "code"),)


class Contact(Base):
    """A person you would meet, by the name and words they chose."""

    __tablename__ = "contact"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    listing_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("listing.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    name: Mapped[str]
    about: Mapped[str] = mapped_column(default="")


class Phone(Base):
    """A number that everybody may ring."""

    __tablename__ = "phone"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    listing_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("listing.id"), index=True)
    number: Mapped[str]
