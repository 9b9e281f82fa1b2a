"""How people want to be reminded, and whom we reminded of which closing time."""

import sqlalchemy as sa
from alembic import op

from microcare.kernel.base import Instant

revision = "027_reminders"
down_revision = "026_replacing"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes the tables."""
    op.create_table(
        "reminder_choice",
        sa.Column("person_id", sa.Uuid(), sa.ForeignKey("person.id"), primary_key=True),
        sa.Column("format", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "format IN ('email', 'print', 'supporter')",
            name=op.f("ck_reminder_choice_known_format"),
        ),
    )
    op.create_table(
        "proposal_reminded",
        sa.Column("proposal_id", sa.Uuid(), sa.ForeignKey("proposal.id"), primary_key=True),
        sa.Column("person_id", sa.Uuid(), sa.ForeignKey("person.id"), primary_key=True),
        sa.Column("closes_at", Instant(), primary_key=True),
        sa.Column("at", Instant(), nullable=False),
    )


def downgrade() -> None:
    """Removes them."""
    op.drop_table("proposal_reminded")
    op.drop_table("reminder_choice")
