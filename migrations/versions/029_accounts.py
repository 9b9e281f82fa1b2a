"""What people tell of their whole account, and what a payment did for them."""

import sqlalchemy as sa
from alembic import op

from microcare.kernel.base import Instant

revision = "029_accounts"
down_revision = "028_purposes"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Makes two tables whose rows are said again and never changed."""
    op.create_table(
        "account_word",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("budget_id", sa.Uuid(), sa.ForeignKey("budget.id"), nullable=False),
        sa.Column("told_at", Instant(), nullable=False),
        sa.Column("contribution", sa.Text(), nullable=False),
        sa.Column("contribution_pence", NUMBER),
        sa.Column("balance_pence", NUMBER),
        sa.Column("balance_on", sa.Date()),
        sa.Column("whole_pence", NUMBER),
        sa.Column("surplus_weeks", NUMBER, nullable=False),
        sa.Column("surplus_source", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "contribution IN ('none', 'net', 'paid')", name=op.f("ck_account_word_known")
        ),
        sa.CheckConstraint(
            "(contribution = 'none') = (contribution_pence IS NULL)",
            name=op.f("ck_account_word_how_much"),
        ),
        sa.CheckConstraint(
            "(balance_pence IS NULL) = (balance_on IS NULL)"
            " AND (balance_pence IS NULL) = (whole_pence IS NULL)",
            name=op.f("ck_account_word_whole_balance"),
        ),
        sa.CheckConstraint(
            "balance_pence >= 0 AND whole_pence > 0", name=op.f("ck_account_word_some_pence")
        ),
    )
    op.create_index("ix_account_word_budget_id", "account_word", ["budget_id"])
    op.create_table(
        "bill_outcome",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("bill_id", sa.Uuid(), sa.ForeignKey("bill.id"), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("said_at", Instant(), nullable=False),
    )
    for column in ("bill_id", "person_id"):
        op.create_index(f"ix_bill_outcome_{column}", "bill_outcome", [column])


def downgrade() -> None:
    """Removes them."""
    op.drop_table("bill_outcome")
    op.drop_table("account_word")
