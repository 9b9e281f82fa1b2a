"""Who looked at what is somebody's, for them to read; no row is ever changed."""

import sqlalchemy as sa
from alembic import op

from microcare.kernel.base import Instant

revision = "020_seen"
down_revision = "019_finding"
branch_labels = None
depends_on = None

_NEVER = "access_record: never changed"
_SQLITE = (
    "CREATE TRIGGER access_record_no_update BEFORE UPDATE ON access_record"
    f" BEGIN SELECT RAISE(ABORT, '{_NEVER}'); END",
    # INSERT OR REPLACE asks no other trigger.
    "CREATE TRIGGER access_record_no_replace BEFORE INSERT ON access_record"
    f" BEGIN SELECT RAISE(ABORT, '{_NEVER}')"
    " WHERE EXISTS (SELECT 1 FROM access_record WHERE id = NEW.id); END",
)
_POSTGRESQL = (
    "CREATE FUNCTION access_record_no_update() RETURNS trigger LANGUAGE plpgsql AS $body$ BEGIN"
    f" RAISE EXCEPTION '{_NEVER}' USING ERRCODE = 'check_violation'; END $body$",
    "CREATE TRIGGER access_record_no_update BEFORE UPDATE ON access_record"
    " FOR EACH ROW EXECUTE FUNCTION access_record_no_update()",
)


def upgrade() -> None:
    """Makes the table, then its guard."""
    op.create_table(
        "access_record",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("person_id", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("by_id", sa.Uuid(), sa.ForeignKey("person.id")),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("seen_on", sa.Date(), nullable=False),
        sa.Column("seen_at", Instant(), nullable=False),
    )
    op.create_index("ix_access_record_by_id", "access_record", ["by_id"])
    op.create_index("ix_access_record_seen_on", "access_record", ["seen_on"])
    op.create_index("ix_access_record_person_id_seen_at", "access_record", ["person_id", "seen_at"])
    for made in _SQLITE if op.get_bind().dialect.name == "sqlite" else _POSTGRESQL:
        op.execute(made)


def downgrade() -> None:
    """Removes them."""
    op.drop_table("access_record")
    if op.get_bind().dialect.name != "sqlite":
        op.execute("DROP FUNCTION access_record_no_update()")
