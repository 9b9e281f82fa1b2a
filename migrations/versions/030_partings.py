"""Asking a member to leave, with the right of reply held by the database (pooling P39)."""

import sqlalchemy as sa
from alembic import op

from microcare.kernel.base import Instant

revision = "030_partings"
down_revision = "029_accounts"
branch_labels = None
depends_on = None

# Who, when and what never change, words only go; the others decide once the person could reply,
# without that person, and nobody leaves so but by what they decided.
_WRONG = " OR ".join(
    (
        *(
            f"NEW.{name} <> OLD.{name}"
            for name in ("id", "group_id", "person_id", "asked_by", "asked_at", "reply_by")
        ),
        "(NEW.reason <> OLD.reason AND NEW.reason <> '')",
        "(NEW.reply <> OLD.reply AND NEW.reply <> '' AND OLD.replied_at IS NOT NULL)",
        "(OLD.replied_at IS NOT NULL AND coalesce(NEW.replied_at <> OLD.replied_at, true))",
        "(OLD.proposal_id IS NOT NULL AND coalesce(NEW.proposal_id <> OLD.proposal_id, true))",
        "(OLD.outcome IS NOT NULL AND coalesce(NEW.outcome <> OLD.outcome, true))",
        "(NEW.proposal_id IS NOT NULL AND NEW.replied_at IS NULL AND EXISTS (SELECT 1"
        " FROM proposal p WHERE p.id = NEW.proposal_id AND p.opened_at < OLD.reply_by))",
        "(NEW.proposal_id IS NOT NULL AND EXISTS (SELECT 1 FROM proposal_elector e"
        " WHERE e.proposal_id = NEW.proposal_id AND e.person_id = NEW.person_id))",
        "(NEW.outcome = 'leaves' AND NOT EXISTS (SELECT 1 FROM proposal p"
        " WHERE p.id = NEW.proposal_id AND p.outcome = 'passed'))",
    )
)
_BORN = "NEW.outcome IS NOT NULL OR NEW.proposal_id IS NOT NULL OR NEW.replied_at IS NOT NULL"
_RULES = {"parting_rules": ("UPDATE", _WRONG), "parting_begins": ("INSERT", _BORN)}


def _sqlite() -> list[str]:
    made = [
        f"CREATE TRIGGER {name} BEFORE {verb} ON parting BEGIN"
        f" SELECT RAISE(ABORT, 'parting: {name}') WHERE {wrong}; END"
        for name, (verb, wrong) in _RULES.items()
    ]
    return [
        *made,
        "CREATE TRIGGER parting_no_delete BEFORE DELETE ON parting"
        " BEGIN SELECT RAISE(ABORT, 'parting: never deleted'); END",
        "CREATE TRIGGER parting_no_replace BEFORE INSERT ON parting BEGIN SELECT RAISE(ABORT,"
        " 'parting: already there') WHERE EXISTS (SELECT 1 FROM parting WHERE id = NEW.id"
        " OR (group_id = NEW.group_id AND ended_at IS NULL)); END",
    ]


def _postgresql() -> list[str]:
    made = []
    for name, (verb, wrong) in _RULES.items():
        made += [
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $body$ BEGIN"
            f" IF {wrong} THEN RAISE EXCEPTION 'parting: {name}'"
            " USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $body$",
            f"CREATE TRIGGER {name} BEFORE {verb} ON parting"
            f" FOR EACH ROW EXECUTE FUNCTION {name}()",
        ]
    return [
        *made,
        *(
            f"CREATE TRIGGER parting_no_{verb.lower()} BEFORE {verb} ON parting"
            f" FOR EACH {each} EXECUTE FUNCTION proposal_refuse()"
            for verb, each in (("DELETE", "ROW"), ("TRUNCATE", "STATEMENT"))
        ),
    ]


def upgrade() -> None:
    """Makes the table, then its guards."""
    op.create_table(
        "parting",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("group_id", sa.Uuid(), sa.ForeignKey("care_group.id"), nullable=False),
        sa.Column("person_id", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("asked_by", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("asked_at", Instant(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("reply_by", Instant(), nullable=False),
        sa.Column("reply", sa.Text(), nullable=False),
        sa.Column("replied_at", Instant()),
        sa.Column("proposal_id", sa.Uuid(), sa.ForeignKey("proposal.id")),
        sa.Column("ended_at", Instant()),
        sa.Column("outcome", sa.Text()),
        sa.CheckConstraint("asked_by <> person_id", name=op.f("ck_parting_somebody_else")),
        sa.CheckConstraint(
            "outcome IN ('leaves', 'stays', 'withdrawn')", name=op.f("ck_parting_known_outcome")
        ),
        sa.CheckConstraint(
            "(outcome IS NULL) = (ended_at IS NULL)", name=op.f("ck_parting_ended_with_outcome")
        ),
    )
    op.create_index("ix_parting_person_id", "parting", ["person_id"])
    still = sa.text("ended_at IS NULL")
    op.create_index(
        "uq_parting_open",
        "parting",
        ["group_id"],
        unique=True,
        sqlite_where=still,
        postgresql_where=still,
    )
    connection = op.get_bind()
    for statement in _sqlite() if connection.dialect.name == "sqlite" else _postgresql():
        connection.exec_driver_sql(statement)


def downgrade() -> None:
    """Removes the table with its guards."""
    op.drop_table("parting")
    if op.get_bind().dialect.name == "postgresql":
        for name in _RULES:
            op.execute(f"DROP FUNCTION IF EXISTS {name}()")
