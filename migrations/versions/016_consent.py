"""When a person agreed that what can tell of their health is kept."""

import sqlalchemy as sa
from alembic import op

revision = "016_consent"
down_revision = "015_directory_desks"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("person", sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("person", "agreed_at")
