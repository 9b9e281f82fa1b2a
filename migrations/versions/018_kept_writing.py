"""What somebody sent when their sign-in was over, until they are back."""

import sqlalchemy as sa
from alembic import op

from microcare.kernel.base import Instant, Json

revision = "018_kept_writing"
down_revision = "017_spending"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "kept_writing",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("fields", Json, nullable=False),
        sa.Column("kept_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="fk_kept_writing_person_id_person"
        ),
        sa.PrimaryKeyConstraint("person_id", name="pk_kept_writing"),
    )


def downgrade() -> None:
    op.drop_table("kept_writing")
