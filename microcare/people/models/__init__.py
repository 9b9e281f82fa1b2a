"""Tables of people, their sign-ins, roles, links and the authority others have to act for them."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from microcare.kernel.base import Base
from microcare.kernel.ids import new_id
from microcare.people.models.death import DeathRecord
from microcare.people.models.seen import AccessRecord
from microcare.people.values import Role

__all__ = [
    "AccessRecord",
    "Authority",
    "GuessCount",
    "DeathRecord",
    "Deed",
    "KeptWriting",
    "LinkToken",
    "Person",
    "RecoveryCode",
    "RoleGrant",
    "SecondFactor",
    "SignIn",
]


class Person(Base):
    """Somebody with an account. Deleting it leaves the row without a name or an address."""

    __tablename__ = "person"
    # What Flask-Login asks of whoever it is given; the sign-in was checked before loading.
    is_authenticated = True
    is_active = True
    is_anonymous = False

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    email: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    password_hash: Mapped[str | None]
    is_demonstration: Mapped[bool] = mapped_column(default=False)
    is_provider: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    verified_at: Mapped[datetime | None]
    # When they ticked that we keep what can tell of their health (UK GDPR Article 9(2)(a)).
    agreed_at: Mapped[datetime | None]
    deleted_at: Mapped[datetime | None]
    # When it was recorded that they have died, not when they did.
    died_at: Mapped[datetime | None]

    # Loaded with the person, because every page's menu asks for the roles.
    grants: Mapped[list["RoleGrant"]] = relationship(
        lazy="selectin", foreign_keys="RoleGrant.person_id", order_by="RoleGrant.granted_at"
    )

    __table_args__ = (
        CheckConstraint("email = lower(email)", name="email_lower_case"),
        CheckConstraint("length(name) <= 80", name="name_length"),
    )

    @property
    def live_grants(self) -> list["RoleGrant"]:
        """The roles held now."""
        return [grant for grant in self.grants if grant.ended_at is None]

    @property
    def is_catalyst(self) -> bool:
        """Whether they look after a patch."""
        return any(grant.role == Role.CATALYST for grant in self.live_grants)

    @property
    def is_admin(self) -> bool:
        """Whether they look after accounts and settings."""
        return any(grant.role == Role.ADMIN for grant in self.live_grants)

    @property
    def patch_ids(self) -> frozenset[uuid.UUID]:
        """The patches they are catalyst of."""
        return frozenset(g.patch_id for g in self.live_grants if g.patch_id is not None)

    @property
    def is_gone(self) -> bool:
        """Whether nobody can sign in here: the account was deleted, or they have died."""
        return self.deleted_at is not None or self.died_at is not None

    @property
    def first_name(self) -> str:
        """What a letter greets them by."""
        return self.name.split(" ")[0]


class RoleGrant(Base):
    """A role given to a person, who gave it, and when it ended. Never deleted."""

    __tablename__ = "role_grant"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    role: Mapped[str]
    patch_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("patch.id"))
    granted_at: Mapped[datetime]
    granted_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    ended_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("role IN ('catalyst', 'admin')", name="known_role"),
        CheckConstraint("(role = 'catalyst') = (patch_id IS NOT NULL)", name="catalyst_has_patch"),
        Index(
            "uq_role_grant_live_catalyst",
            "person_id",
            "patch_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL AND role = 'catalyst'"),
            postgresql_where=text("ended_at IS NULL AND role = 'catalyst'"),
        ),
        Index(
            "uq_role_grant_live_admin",
            "person_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL AND role = 'admin'"),
            postgresql_where=text("ended_at IS NULL AND role = 'admin'"),
        ),
    )


class SignIn(Base):
    """One signed-in browser. The browser holds the token, the database only its hash."""

    __tablename__ = "sign_in"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    started_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(lazy="raise")


class LinkToken(Base):
    """A link that does one thing once. `details` holds what that thing needs until it is done."""

    __tablename__ = "link_token"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    # Nobody yet, for a sign-up.
    person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    purpose: Mapped[str]
    token_hash: Mapped[str] = mapped_column(unique=True)
    details: Mapped[dict[str, Any]] = mapped_column(default=dict)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    used_at: Mapped[datetime | None]

    person: Mapped[Person | None] = relationship(lazy="joined")


class SecondFactor(Base):
    """The secret a person's code app shares with us, and the last step of time it was used for."""

    __tablename__ = "second_factor"

    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    secret: Mapped[str]
    started_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    # A code counts once (RFC 6238 section 5.2): only a later step is taken.
    last_step: Mapped[int] = mapped_column(default=0)


class RecoveryCode(Base):
    """A code for the day the telephone is lost; only its hash is kept."""

    __tablename__ = "recovery_code"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    code_hash: Mapped[str] = mapped_column(unique=True)
    used_at: Mapped[datetime | None]


class GuessCount(Base):
    """Wrong tries at one thing, known by a hash, so that it tells nothing of who has an account."""

    __tablename__ = "guess_count"

    key_hash: Mapped[str] = mapped_column(primary_key=True)
    tries: Mapped[int]
    first_at: Mapped[datetime]
    free_at: Mapped[datetime]


class Authority(Base):
    """What a supporter may do for a person, from when to when. Never deleted while it matters.

    Capacity is not recorded: it is specific to a decision and a time. `limit_pence` is the most
    they may agree to at once; NULL is no money at all.
    """

    __tablename__ = "authority"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    # Nobody until the invitation is taken up.
    supporter_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    supporter_name: Mapped[str]
    invited_email: Mapped[str | None]
    type: Mapped[str]
    scope: Mapped[list[str]]
    limit_pence: Mapped[int | None]
    basis: Mapped[str] = mapped_column(default="")
    granted_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    granted_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    revoked_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(foreign_keys=[person_id], lazy="joined")
    supporter: Mapped[Person | None] = relationship(foreign_keys=[supporter_id], lazy="joined")

    __table_args__ = (
        CheckConstraint(
            "type IN ('nominated_person', 'authorised_person', 'trusted_supporter', 'advocate')",
            name="known_type",
        ),
        CheckConstraint(
            "limit_pence IS NULL OR (limit_pence > 0 AND "
            "type IN ('nominated_person', 'authorised_person'))",
            name="money_needs_standing",
        ),
        CheckConstraint("supporter_id IS NULL OR supporter_id <> person_id", name="somebody_else"),
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="ends_after_start"),
    )


class Deed(Base):
    """Something that a helper did or saw for a person, on which authority. The person reads it.

    A sight is one row a day; a deed one row each. `words` is what the person said, where an answer
    of theirs was passed on.
    """

    __tablename__ = "deed"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    authority_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("authority.id"), index=True)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    helper_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    what: Mapped[str]
    is_sight: Mapped[bool]
    how: Mapped[str | None]
    words: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]

    __table_args__ = (
        CheckConstraint(
            "how IN ('in_person', 'telephone', 'sign', 'symbols', 'letter')", name="known_how"
        ),
        CheckConstraint("helper_id <> person_id", name="somebody_else"),
        CheckConstraint("length(words) <= 600", name="words_length"),
    )


class KeptWriting(Base):
    """What somebody sent when their sign-in was over, until they are back: an hour at most."""

    __tablename__ = "kept_writing"

    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    address: Mapped[str]
    # Pairs of a field's name and its value, in the order in which they were sent.
    fields: Mapped[list[Any]]
    kept_at: Mapped[datetime]
