"""Tables of search: counts of what was looked for, and wishes sent to a catalyst."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "007_search"
down_revision = "006_directory"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")


def upgrade() -> None:
    op.create_table(
        "search_observed",
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("outcode", sa.Text(), nullable=False),
        sa.Column("help_slug", sa.Text(), nullable=False),
        sa.Column("times", NUMBER, nullable=False),
        sa.PrimaryKeyConstraint("month", "outcode", "help_slug", name="pk_search_observed"),
        sa.CheckConstraint("times > 0", name="ck_search_observed_times_positive"),
    )
    op.create_table(
        "search_request",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("patch_id", sa.Uuid(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("help_slugs", JSON, nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("outcode", sa.Text(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_search_request"),
        sa.ForeignKeyConstraint(
            ["patch_id"], ["patch.id"], name="fk_search_request_patch_id_patch"
        ),
    )
    op.create_index("ix_search_request_patch_id", "search_request", ["patch_id"])


def downgrade() -> None:
    op.drop_table("search_request")
    op.drop_table("search_observed")
