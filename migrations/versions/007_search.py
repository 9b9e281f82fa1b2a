"""Tables of search."""

revision = "007_search"
down_revision = "006_directory"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
