"""What was looked for and not found, beside what was looked for; the answer to a report."""

import sqlalchemy as sa
from alembic import op

revision = "013_desk"
down_revision = "012_catalyst"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    unmet = sa.Column("unmet", NUMBER, nullable=False, server_default="0")
    op.add_column("search_observed", unmet)
    op.add_column("listing_report", sa.Column("answer", sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column("listing_report", "answer")
    op.drop_column("search_observed", "unmet")
