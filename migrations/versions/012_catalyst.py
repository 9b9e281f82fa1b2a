"""Tables of catalyst: pages offered to their owners, wishes dealt with, contacts changed."""

import sqlalchemy as sa
from alembic import op

from microcare.kernel.base import Instant, Json

revision = "012_catalyst"
down_revision = "011_commissioning"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "listing_handover",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("listing_id", sa.Uuid(), nullable=False),
        sa.Column("given_by_id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("expires_at", Instant(), nullable=False),
        sa.Column("taken_at", Instant(), nullable=True),
        sa.Column("taken_by_id", sa.Uuid(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_listing_handover"),
        sa.UniqueConstraint("token_hash", name="uq_listing_handover_token_hash"),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["listing.id"], name="fk_listing_handover_listing_id_listing"
        ),
        sa.ForeignKeyConstraint(
            ["given_by_id"], ["person.id"], name="fk_listing_handover_given_by_id_person"
        ),
        sa.ForeignKeyConstraint(
            ["taken_by_id"], ["person.id"], name="fk_listing_handover_taken_by_id_person"
        ),
        sa.CheckConstraint(
            "(taken_at IS NULL) = (taken_by_id IS NULL)",
            name="ck_listing_handover_taken_by_somebody",
        ),
    )
    op.create_index("ix_listing_handover_listing_id", "listing_handover", ["listing_id"])
    op.create_table(
        "wish_settled",
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("settled_by_id", sa.Uuid(), nullable=False),
        sa.Column("settled_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("request_id", name="pk_wish_settled"),
        # Wishes are forgotten after a year, all at once and below this feature.
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["search_request.id"],
            name="fk_wish_settled_request_id_search_request",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["settled_by_id"], ["person.id"], name="fk_wish_settled_settled_by_id_person"
        ),
    )
    op.create_table(
        "contact_change",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("patch_id", sa.Uuid(), nullable=False),
        sa.Column("changed_by_id", sa.Uuid(), nullable=False),
        sa.Column("changed_at", Instant(), nullable=False),
        sa.Column("became", Json, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_contact_change"),
        sa.ForeignKeyConstraint(
            ["patch_id"], ["patch.id"], name="fk_contact_change_patch_id_patch"
        ),
        sa.ForeignKeyConstraint(
            ["changed_by_id"], ["person.id"], name="fk_contact_change_changed_by_id_person"
        ),
    )
    op.create_index("ix_contact_change_patch_id", "contact_change", ["patch_id"])


def downgrade() -> None:
    op.drop_table("contact_change")
    op.drop_table("wish_settled")
    op.drop_table("listing_handover")
