"""Tables of people."""

revision = "005_people"
down_revision = "004_index"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
