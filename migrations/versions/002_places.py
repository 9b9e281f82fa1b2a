"""Tables of places."""

revision = "002_places"
down_revision = "001_outbox"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
