"""Tables of budgets."""

import sqlalchemy as sa
from alembic import op

from microcare.kernel.base import Instant

revision = "008_budgets"
down_revision = "007_search"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes what a person told us of one budget."""
    big = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "budget",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("person_id", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("funding", sa.Text(), nullable=False),
        sa.Column("funder", sa.Text(), nullable=False),
        sa.Column("pence", big, nullable=False),
        sa.Column("every_weeks", big, nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", Instant(), nullable=False),
        sa.Column("stopped_at", Instant()),
        sa.CheckConstraint(
            "funding IN ('direct_payment', 'own')", name=op.f("ck_budget_shareable")
        ),
        sa.CheckConstraint("pence > 0", name=op.f("ck_budget_some_pence")),
        sa.CheckConstraint("every_weeks BETWEEN 1 AND 52", name=op.f("ck_budget_weeks")),
        sa.CheckConstraint("starts_on <= ends_on", name=op.f("ck_budget_days_in_order")),
    )
    op.create_index("ix_budget_person_id", "budget", ["person_id"])


def downgrade() -> None:
    """Removes it."""
    op.drop_table("budget")
