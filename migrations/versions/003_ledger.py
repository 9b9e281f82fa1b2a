"""Tables of ledger."""

revision = "003_ledger"
down_revision = "002_places"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
