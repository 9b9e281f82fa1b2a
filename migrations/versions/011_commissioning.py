"""Tables of commissioning."""

revision = "011_commissioning"
down_revision = "010_groups"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
