"""Tables of budgets."""

revision = "008_budgets"
down_revision = "007_search"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
