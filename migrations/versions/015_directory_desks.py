"""Where an edit of a public listing would move it, beside where it is; answers to wishes."""

import sqlalchemy as sa
from alembic import op

revision = "015_directory_desks"
down_revision = "013_desk"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    moving = sa.Column("is_moving", sa.Boolean(), nullable=False, server_default=sa.false())
    op.add_column("listing", moving)
    op.add_column("listing", sa.Column("next_council_code", sa.Text(), nullable=True))
    # Named in the column, because SQLite takes no constraint afterwards.
    patch = sa.ForeignKey("patch.id", name="fk_listing_next_patch_id_patch")
    op.add_column("listing", sa.Column("next_patch_id", sa.Uuid(), patch), inline_references=True)
    # Where a catalyst's answer to a wish goes, and what it was.
    op.add_column("search_request", sa.Column("email", sa.Text(), nullable=True))
    op.add_column("wish_settled", sa.Column("answer", sa.Text(), nullable=True))
    # After how many years an area looks at a DBS check again.
    years = sa.Column("dbs_years", NUMBER, nullable=False, server_default="3")
    op.add_column("patch", years)
    op.create_index("ix_listing_next_patch_id", "listing", ["next_patch_id"])


def downgrade() -> None:
    op.drop_column("patch", "dbs_years")
    op.drop_column("wish_settled", "answer")
    op.drop_column("search_request", "email")
    op.drop_index("ix_listing_next_patch_id", "listing")
    op.drop_column("listing", "next_patch_id")
    op.drop_column("listing", "next_council_code")
    op.drop_column("listing", "is_moving")
