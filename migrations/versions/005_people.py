"""Tables of people."""

import sqlalchemy as sa
from alembic import op

from microcare.kernel.base import Instant, Json

revision = "005_people"
down_revision = "004_index"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TYPES = "'nominated_person', 'authorised_person', 'trusted_supporter', 'advocate'"


def _id(name: str = "id") -> sa.Column:
    return sa.Column(name, sa.Uuid(), nullable=False)


def _text(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.Text(), nullable=nullable)


def _at(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, Instant(), nullable=nullable)


def _to_person(table: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], ["person.id"], name=f"fk_{table}_{column}_person")


def _check(name: str, condition: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(condition, name=op.f(name))


def upgrade() -> None:
    _people()
    _sign_ins()
    _second_factor()
    _authority()


def _people() -> None:
    op.create_table(
        "person",
        _id(),
        _text("email"),
        _text("name"),
        _text("password_hash", nullable=True),
        sa.Column("is_demonstration", sa.Boolean(), nullable=False),
        sa.Column("is_provider", sa.Boolean(), nullable=False),
        _at("created_at"),
        _at("verified_at", nullable=True),
        _at("deleted_at", nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_person"),
        sa.UniqueConstraint("email", name="uq_person_email"),
        _check("ck_person_email_lower_case", "email = lower(email)"),
        _check("ck_person_name_length", "length(name) <= 80"),
    )
    op.create_table(
        "role_grant",
        _id(),
        _id("person_id"),
        _text("role"),
        sa.Column("patch_id", sa.Uuid(), nullable=True),
        _at("granted_at"),
        sa.Column("granted_by_id", sa.Uuid(), nullable=True),
        _at("ended_at", nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_role_grant"),
        _to_person("role_grant", "person_id"),
        _to_person("role_grant", "granted_by_id"),
        sa.ForeignKeyConstraint(["patch_id"], ["patch.id"], name="fk_role_grant_patch_id_patch"),
        _check("ck_role_grant_known_role", "role IN ('catalyst', 'admin')"),
        _check("ck_role_grant_catalyst_has_patch", "(role = 'catalyst') = (patch_id IS NOT NULL)"),
    )
    op.create_index("ix_role_grant_person_id", "role_grant", ["person_id"])
    _once_while_live("catalyst", ["person_id", "patch_id"])
    _once_while_live("admin", ["person_id"])


def _once_while_live(role: str, columns: list[str]) -> None:
    where = sa.text(f"ended_at IS NULL AND role = '{role}'")
    op.create_index(
        f"uq_role_grant_live_{role}",
        "role_grant",
        columns,
        unique=True,
        sqlite_where=where,
        postgresql_where=where,
    )


def _sign_ins() -> None:
    op.create_table(
        "sign_in",
        _id(),
        _id("person_id"),
        _text("token_hash"),
        _at("started_at"),
        _at("last_seen_at"),
        _at("ended_at", nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_sign_in"),
        _to_person("sign_in", "person_id"),
        sa.UniqueConstraint("token_hash", name="uq_sign_in_token_hash"),
    )
    op.create_index("ix_sign_in_person_id", "sign_in", ["person_id"])
    op.create_table(
        "link_token",
        _id(),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        _text("purpose"),
        _text("token_hash"),
        sa.Column("details", Json, nullable=False),
        _at("created_at"),
        _at("expires_at"),
        _at("used_at", nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_link_token"),
        _to_person("link_token", "person_id"),
        sa.UniqueConstraint("token_hash", name="uq_link_token_token_hash"),
    )
    op.create_index("ix_link_token_person_id", "link_token", ["person_id"])
    op.create_index("ix_link_token_expires_at", "link_token", ["expires_at"])
    op.create_table(
        "guess_count",
        _text("key_hash"),
        sa.Column("tries", WHOLE, nullable=False),
        _at("first_at"),
        _at("free_at"),
        sa.PrimaryKeyConstraint("key_hash", name="pk_guess_count"),
    )


def _second_factor() -> None:
    op.create_table(
        "second_factor",
        _id("person_id"),
        _text("secret"),
        _at("started_at"),
        _at("confirmed_at", nullable=True),
        sa.Column("last_step", WHOLE, nullable=False),
        sa.PrimaryKeyConstraint("person_id", name="pk_second_factor"),
        _to_person("second_factor", "person_id"),
    )
    op.create_table(
        "recovery_code",
        _id(),
        _id("person_id"),
        _text("code_hash"),
        _at("used_at", nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_recovery_code"),
        _to_person("recovery_code", "person_id"),
        sa.UniqueConstraint("code_hash", name="uq_recovery_code_code_hash"),
    )
    op.create_index("ix_recovery_code_person_id", "recovery_code", ["person_id"])


def _authority() -> None:
    op.create_table(
        "authority",
        _id(),
        _id("person_id"),
        sa.Column("supporter_id", sa.Uuid(), nullable=True),
        _text("supporter_name"),
        _text("invited_email", nullable=True),
        _text("type"),
        sa.Column("scope", Json, nullable=False),
        sa.Column("limit_pence", WHOLE, nullable=True),
        _text("basis"),
        _id("granted_by_id"),
        _at("granted_at"),
        _at("accepted_at", nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        _at("revoked_at", nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_authority"),
        _to_person("authority", "person_id"),
        _to_person("authority", "supporter_id"),
        _to_person("authority", "granted_by_id"),
        _check("ck_authority_known_type", f"type IN ({TYPES})"),
        _check(
            "ck_authority_money_needs_standing",
            "limit_pence IS NULL OR (limit_pence > 0 AND "
            "type IN ('nominated_person', 'authorised_person'))",
        ),
        _check("ck_authority_somebody_else", "supporter_id IS NULL OR supporter_id <> person_id"),
        _check("ck_authority_ends_after_start", "ends_on IS NULL OR ends_on >= starts_on"),
    )
    op.create_index("ix_authority_person_id", "authority", ["person_id"])
    op.create_index("ix_authority_supporter_id", "authority", ["supporter_id"])


def downgrade() -> None:
    for table in (
        "authority",
        "recovery_code",
        "second_factor",
        "guess_count",
        "link_token",
        "sign_in",
        "role_grant",
        "person",
    ):
        op.drop_table(table)
