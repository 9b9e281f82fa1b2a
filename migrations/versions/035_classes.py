"""Who is asked in to look at totals, and from when it counts."""

import sqlalchemy as sa
from alembic import op

from microcare.kernel.base import Instant

revision = "035_classes"
down_revision = "032_money"
branch_labels = None
depends_on = None

_ASKED = "look_asked"
_CHANGED = (
    "NEW.id <> OLD.id OR NEW.group_id <> OLD.group_id OR NEW.authority_id <> OLD.authority_id"
    " OR NEW.asked_at <> OLD.asked_at OR NEW.counts_from <> OLD.counts_from"
    " OR OLD.ended_at IS NOT NULL"
)
# A look of somebody who is not of the group counts for nothing before its time (P26).
_TOO_SOON = (
    "NOT NEW.is_member AND NOT EXISTS (SELECT 1 FROM look_asked k"
    " JOIN authority u ON u.id = k.authority_id"
    " JOIN agreement a ON a.group_id = k.group_id JOIN bill b ON b.agreement_id = a.id"
    " WHERE b.id = NEW.bill_id AND u.supporter_id = NEW.person_id"
    " AND k.ended_at IS NULL AND k.counts_from <= NEW.at)"
)
# What must not be: (trigger, table, verb, what is wrong, SQL that is true when it is wrong).
_RULES = (
    ("look_asked_no_delete", _ASKED, "DELETE", "never deleted", "1 = 1"),
    ("look_asked_same", _ASKED, "UPDATE", "never changed", _CHANGED),
    ("bill_confirmation_asked", "bill_confirmation", "INSERT", "not asked in yet", _TOO_SOON),
)


def _sqlite() -> list[str]:
    return [
        f"CREATE TRIGGER {name} BEFORE {verb} ON {table} BEGIN"
        f" SELECT RAISE(ABORT, '{table}: {words}') WHERE {wrong}; END"
        for name, table, verb, words, wrong in _RULES
    ]


def _postgresql() -> list[str]:
    made = []
    for name, table, verb, words, wrong in _RULES:
        back = "OLD" if verb == "DELETE" else "NEW"
        raises = f"RAISE EXCEPTION '{table}: {words}' USING ERRCODE = 'check_violation';"
        made += [
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql"
            f" AS $body$ BEGIN IF {wrong} THEN {raises} END IF; RETURN {back}; END $body$",
            f"CREATE TRIGGER {name} BEFORE {verb} ON {table}"
            f" FOR EACH ROW EXECUTE FUNCTION {name}()",
        ]
    return made


def _make_looks() -> None:
    op.create_table(
        _ASKED,
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("group_id", sa.Uuid(), sa.ForeignKey("care_group.id"), nullable=False),
        sa.Column("authority_id", sa.Uuid(), sa.ForeignKey("authority.id"), nullable=False),
        sa.Column("asked_at", Instant(), nullable=False),
        sa.Column("counts_from", Instant(), nullable=False),
        sa.Column("ended_at", Instant()),
        sa.CheckConstraint("counts_from > asked_at", name="counts_later"),
    )
    op.create_index(
        "uq_look_asked_live",
        _ASKED,
        ["group_id", "authority_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )


def upgrade() -> None:
    """Makes the tables, then their guards."""
    _make_looks()
    connection = op.get_bind()
    for statement in _sqlite() if connection.dialect.name == "sqlite" else _postgresql():
        connection.exec_driver_sql(statement)


def downgrade() -> None:
    """There is no way back: what was told to all would be forgotten."""
    raise NotImplementedError("who was asked in is not taken apart")
