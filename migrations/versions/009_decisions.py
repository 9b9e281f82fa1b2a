"""Tables of decisions."""

revision = "009_decisions"
down_revision = "008_budgets"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
