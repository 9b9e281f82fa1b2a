"""Tables of places."""

import sqlalchemy as sa
from alembic import op

revision = "002_places"
down_revision = "001_outbox"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "patch",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("organisation", sa.Text(), nullable=False),
        sa.Column("contact_name", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("hours", sa.Text(), nullable=False),
        sa.Column("safeguarding_name", sa.Text(), nullable=False),
        sa.Column("safeguarding_phone", sa.Text(), nullable=False),
        sa.CheckConstraint("name <> ''", name=op.f("ck_patch_name_given")),
        sa.CheckConstraint("slug <> ''", name=op.f("ck_patch_slug_given")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_patch")),
        sa.UniqueConstraint("slug", name=op.f("uq_patch_slug")),
        sa.UniqueConstraint("name", name=op.f("uq_patch_name")),
    )
    op.create_table(
        "patch_council",
        sa.Column("council_code", sa.Text(), nullable=False),
        sa.Column("patch_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["patch_id"], ["patch.id"], name=op.f("fk_patch_council_patch_id_patch")
        ),
        sa.PrimaryKeyConstraint("council_code", name=op.f("pk_patch_council")),
    )
    op.create_index(op.f("ix_patch_council_patch_id"), "patch_council", ["patch_id"])


def downgrade() -> None:
    op.drop_table("patch_council")
    op.drop_table("patch")
