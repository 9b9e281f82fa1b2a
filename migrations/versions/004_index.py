"""Tables of index."""

revision = "004_index"
down_revision = "003_ledger"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
