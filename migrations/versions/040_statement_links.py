"""Links by which a person lets whoever pays their budget read one statement (pooling P29)."""

import sqlalchemy as sa
from alembic import op

from microcare.kernel.base import Instant

revision = "040_statement_links"
down_revision = "039_ends"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """One table; a row goes when it is stopped or over."""
    op.create_table(
        "statement_link",
        sa.Column("id", sa.Uuid(), primary_key=True, nullable=False),
        sa.Column("budget_id", sa.Uuid(), sa.ForeignKey("budget.id"), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False, unique=True),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("ends_at", Instant(), nullable=False),
    )
    for column in ("budget_id", "ends_at"):
        op.create_index(f"ix_statement_link_{column}", "statement_link", [column])


def downgrade() -> None:
    """Takes the table away; no link opens anything then."""
    op.drop_table("statement_link")
