"""Who cannot come to a day, by their own word; and what an offer says of travel."""

import sqlalchemy as sa
from alembic import op

from microcare.kernel.base import Instant

revision = "038_away"
down_revision = "037_agreed_today"
branch_labels = None
depends_on = None

# What an offer says stays what was read; what it says of travel too.
_OFFER = (
    "id",
    "request_id",
    "provider",
    "session_pence",
    "sessions",
    "first_on",
    "every_weeks",
    "times",
    "includes",
    "travel",
    "cancelling",
    "leaving",
    "closes_on",
    "most_people",
    "made_at",
    "notice_weeks",
)
_OFFER_CHANGED = " OR ".join(f"NEW.{name} <> OLD.{name}" for name in _OFFER)


def _guards(dialect: str) -> list[str]:
    if dialect == "sqlite":
        return [
            "DROP TRIGGER offer_same_terms",
            "CREATE TRIGGER offer_same_terms BEFORE UPDATE ON offer BEGIN"
            f" SELECT RAISE(ABORT, 'offer: never changed') WHERE {_OFFER_CHANGED}; END",
        ]
    words = "RAISE EXCEPTION 'offer: never changed' USING ERRCODE = 'check_violation';"
    return [
        "CREATE OR REPLACE FUNCTION offer_same_terms() RETURNS trigger LANGUAGE plpgsql"
        f" AS $body$ BEGIN IF {_OFFER_CHANGED} THEN {words} END IF; RETURN NEW; END $body$"
    ]


def upgrade() -> None:
    """One table, and one column that old offers leave empty."""
    op.create_table(
        "cannot_come",
        sa.Column(
            "session_id",
            sa.Uuid(),
            sa.ForeignKey("care_session.id"),
            primary_key=True,
            nullable=False,
        ),
        sa.Column("person_id", sa.Uuid(), primary_key=True, nullable=False),
        sa.Column("said_at", Instant(), nullable=False),
    )
    op.create_index("ix_cannot_come_person_id", "cannot_come", ["person_id"])
    op.add_column("offer", sa.Column("travel", sa.Text(), nullable=False, server_default=""))
    connection = op.get_bind()
    for statement in _guards(connection.dialect.name):
        connection.exec_driver_sql(statement)


def downgrade() -> None:
    """There is no way back: what an offer said of travel was agreed to."""
    raise NotImplementedError("what was agreed is not taken apart")
