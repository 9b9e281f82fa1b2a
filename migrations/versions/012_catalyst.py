"""Tables of catalyst."""

revision = "012_catalyst"
down_revision = "011_commissioning"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
