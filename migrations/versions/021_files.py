"""The table of files that are kept. Their bytes are in a folder, under the same ids."""

import sqlalchemy as sa
from alembic import op

from microcare.kernel.base import Instant

revision = "021_files"
down_revision = "020_seen"
branch_labels = None
depends_on = None


def _never_changed(*, is_sqlite: bool) -> list[str]:
    if is_sqlite:
        return [
            "CREATE TRIGGER stored_file_no_update BEFORE UPDATE ON stored_file BEGIN"
            " SELECT RAISE(ABORT, 'stored_file: never changed') WHERE 1 = 1; END"
        ]
    return [
        "CREATE FUNCTION stored_file_no_update() RETURNS trigger LANGUAGE plpgsql AS $body$"
        " BEGIN RAISE EXCEPTION 'stored_file: never changed'"
        " USING ERRCODE = 'check_violation'; END $body$",
        "CREATE TRIGGER stored_file_no_update BEFORE UPDATE ON stored_file"
        " FOR EACH ROW EXECUTE FUNCTION stored_file_no_update()",
    ]


def upgrade() -> None:
    """Makes the table, and its guard: a file is kept as it was or not at all."""
    big = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "stored_file",
        sa.Column("id", sa.Uuid(), primary_key=True, nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("size", big, nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("kept_at", Instant(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('image/jpeg', 'application/pdf')", name=op.f("ck_stored_file_known")
        ),
        sa.CheckConstraint("size > 0", name=op.f("ck_stored_file_not_empty")),
    )
    op.create_index("ix_stored_file_owner_id", "stored_file", ["owner_id"])
    connection = op.get_bind()
    for statement in _never_changed(is_sqlite=connection.dialect.name == "sqlite"):
        connection.exec_driver_sql(statement)


def downgrade() -> None:
    """Takes the table away; the folder stays."""
    op.drop_table("stored_file")
