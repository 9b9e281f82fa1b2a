"""Tables of directory."""

revision = "006_directory"
down_revision = "005_people"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
