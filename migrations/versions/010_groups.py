"""Tables of groups."""

import sqlalchemy as sa
from alembic import op

from microcare.kernel.base import Instant

revision = "010_groups"
down_revision = "009_decisions"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes groups, memberships and invitations."""
    op.create_table(
        "care_group",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
    )
    op.create_table(
        "membership",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("group_id", sa.Uuid(), sa.ForeignKey("care_group.id"), nullable=False),
        sa.Column("person_id", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("brings", sa.Text(), nullable=False),
        sa.Column("joined_at", Instant(), nullable=False),
        sa.Column("left_at", Instant()),
    )
    op.create_index("ix_membership_person_id", "membership", ["person_id"])
    still_in = sa.text("left_at IS NULL")
    op.create_index(
        "uq_membership_now",
        "membership",
        ["group_id", "person_id"],
        unique=True,
        sqlite_where=still_in,
        postgresql_where=still_in,
    )
    op.create_table(
        "group_invitation",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("group_id", sa.Uuid(), sa.ForeignKey("care_group.id"), nullable=False),
        sa.Column("invited_by", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("email", sa.Text()),
        sa.Column("token_hash", sa.Text(), nullable=False, unique=True),
        sa.Column("invited_at", Instant(), nullable=False),
        sa.Column("expires_at", Instant(), nullable=False),
        sa.Column("answered_at", Instant()),
    )
    op.create_index("ix_group_invitation_group_id", "group_invitation", ["group_id"])


def downgrade() -> None:
    """Removes them."""
    for table in ("group_invitation", "membership", "care_group"):
        op.drop_table(table)
