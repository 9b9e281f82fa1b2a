"""Tables of groups."""

revision = "010_groups"
down_revision = "009_decisions"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
