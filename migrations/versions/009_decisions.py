"""Tables of decisions, and the triggers that keep a version as it was opened."""

import sqlalchemy as sa
from alembic import op

from microcare.kernel.base import Instant

revision = "009_decisions"
down_revision = "008_budgets"
branch_labels = None
depends_on = None

# A proposal's terms never change, its end is said once, and it passes only on everybody's own last
# yes, with the shares that it opened with (pooling P19, P20, P21). Nobody joins those who decide;
# answers are only added, and only while it is open.
_CHANGED = (
    "NEW.id <> OLD.id OR NEW.subject_id <> OLD.subject_id OR NEW.document <> OLD.document"
    " OR NEW.hash <> OLD.hash OR NEW.total_pence <> OLD.total_pence OR NEW.people <> OLD.people"
    " OR NEW.method <> OLD.method OR NEW.opened_by <> OLD.opened_by"
    " OR NEW.opened_at <> OLD.opened_at OR NEW.closes_at <> OLD.closes_at"
    " OR NEW.thinking_seconds <> OLD.thinking_seconds OR OLD.outcome IS NOT NULL"
)
_LAST = (
    "(SELECT a.answer FROM proposal_answer a WHERE a.proposal_id = e.proposal_id"
    " AND a.person_id = e.person_id ORDER BY a.number DESC LIMIT 1)"
)
_NOT_ALL = (
    "NEW.outcome = 'passed' AND ("
    "EXISTS (SELECT 1 FROM proposal_elector e WHERE e.proposal_id = NEW.id"
    f" AND coalesce({_LAST}, 'nothing') <> 'yes')"
    " OR (SELECT count(*) FROM proposal_elector e WHERE e.proposal_id = NEW.id) <> NEW.people"
    " OR (SELECT coalesce(sum(e.pence), 0) FROM proposal_elector e"
    " WHERE e.proposal_id = NEW.id) <> NEW.total_pence)"
)
_FULL = (
    "NOT EXISTS (SELECT 1 FROM proposal p WHERE p.id = NEW.proposal_id AND p.outcome IS NULL"
    " AND p.people > (SELECT count(*) FROM proposal_elector e WHERE e.proposal_id = p.id)"
    " AND p.total_pence >= NEW.pence + (SELECT coalesce(sum(e.pence), 0)"
    " FROM proposal_elector e WHERE e.proposal_id = p.id))"
)
_OVER = "NOT EXISTS (SELECT 1 FROM proposal p WHERE p.id = NEW.proposal_id AND p.outcome IS NULL)"
_NO_WORRY = (
    "NOT EXISTS (SELECT 1 FROM proposal_answer a WHERE a.id = NEW.answer_id AND a.answer = 'worry')"
)
# name: the table, the verb, what is refused, and the words of the refusal.
_RULES = {
    "proposal_same_terms": ("proposal", "UPDATE", _CHANGED, "never changed"),
    "proposal_everyone": ("proposal", "UPDATE", _NOT_ALL, "not everyone agrees"),
    "proposal_opens_open": ("proposal", "INSERT", "NEW.outcome IS NOT NULL", "opens open"),
    "proposal_elector_closed": ("proposal_elector", "INSERT", _FULL, "nobody joins"),
    "proposal_answer_open": ("proposal_answer", "INSERT", _OVER, "has ended"),
    "proposal_worry_of_worry": ("proposal_worry", "INSERT", _NO_WORRY, "no worry"),
}
# Words of a worry may be erased, but not changed.
_NO_UPDATE = ("proposal_elector", "proposal_answer", "proposal_worry")
_NO_DELETE = ("proposal", "proposal_elector", "proposal_answer")
# SQLite's INSERT OR REPLACE slips past triggers on deletes.
_SAME = {
    "proposal": "id = NEW.id OR (subject_id = NEW.subject_id AND outcome IS NULL)",
    "proposal_elector": "proposal_id = NEW.proposal_id AND person_id = NEW.person_id",
    "proposal_answer": "id = NEW.id OR (proposal_id = NEW.proposal_id AND number = NEW.number)",
    "proposal_worry": "answer_id = NEW.answer_id",
}


def _sqlite() -> list[str]:
    made = [
        f"CREATE TRIGGER {name} BEFORE {verb} ON {table} BEGIN"
        f" SELECT RAISE(ABORT, '{table}: {words}') WHERE {refused}; END"
        for name, (table, verb, refused, words) in _RULES.items()
    ]
    for verb, tables, words in (
        ("UPDATE", _NO_UPDATE, "changed"),
        ("DELETE", _NO_DELETE, "deleted"),
    ):
        made += [
            f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table}"
            f" BEGIN SELECT RAISE(ABORT, '{table}: never {words}'); END"
            for table in tables
        ]
    made += [
        f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} BEGIN SELECT RAISE(ABORT,"
        f" '{table}: already there') WHERE EXISTS (SELECT 1 FROM {table} WHERE {same}); END"
        for table, same in _SAME.items()
    ]
    return made


def _refuse(words: str) -> str:
    return f"RAISE EXCEPTION 'decisions: {words}' USING ERRCODE = 'check_violation';"


def _postgresql() -> list[str]:
    made = [
        "CREATE FUNCTION proposal_refuse() RETURNS trigger LANGUAGE plpgsql AS"
        f" $body$ BEGIN {_refuse('never changed')} END $body$"
    ]
    for name, (table, verb, refused, words) in _RULES.items():
        made.append(
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $body$ BEGIN"
            f" IF {refused} THEN {_refuse(words)} END IF; RETURN NEW; END $body$"
        )
        made.append(
            f"CREATE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
        )
    for verb, tables in (("UPDATE", _NO_UPDATE), ("DELETE", _NO_DELETE)):
        made += [
            f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table}"
            " FOR EACH ROW EXECUTE FUNCTION proposal_refuse()"
            for table in tables
        ]
    made += [
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}"
        " FOR EACH STATEMENT EXECUTE FUNCTION proposal_refuse()"
        for table in _NO_DELETE
    ]
    return made


def upgrade() -> None:
    """Makes the tables, then their guards."""
    big = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "proposal",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("total_pence", big, nullable=False),
        sa.Column("people", big, nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("opened_by", sa.Uuid(), nullable=False),
        sa.Column("opened_at", Instant(), nullable=False),
        sa.Column("closes_at", Instant(), nullable=False),
        sa.Column("thinking_seconds", big, nullable=False),
        sa.Column("ended_at", Instant()),
        sa.Column("outcome", sa.Text()),
        sa.CheckConstraint("method = 'everyone_agrees'", name=op.f("ck_proposal_known_method")),
        sa.CheckConstraint(
            "outcome IN ('passed', 'short', 'expired', 'withdrawn')",
            name=op.f("ck_proposal_known_outcome"),
        ),
        sa.CheckConstraint(
            "(outcome IS NULL) = (ended_at IS NULL)", name=op.f("ck_proposal_ended_with_outcome")
        ),
    )
    only_open = sa.text("outcome IS NULL")
    op.create_index(
        "uq_proposal_open",
        "proposal",
        ["subject_id"],
        unique=True,
        sqlite_where=only_open,
        postgresql_where=only_open,
    )
    op.create_table(
        "proposal_elector",
        sa.Column("proposal_id", sa.Uuid(), sa.ForeignKey("proposal.id"), primary_key=True),
        sa.Column("person_id", sa.Uuid(), primary_key=True),
        sa.Column("pence", big, nullable=False),
        sa.Column("salt", sa.Text(), nullable=False),
        sa.CheckConstraint("pence >= 0", name=op.f("ck_proposal_elector_share_not_negative")),
    )
    op.create_table(
        "proposal_answer",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("proposal_id", sa.Uuid(), sa.ForeignKey("proposal.id"), nullable=False),
        sa.Column("number", big, nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("sooner", sa.Boolean(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.CheckConstraint(
            "answer IN ('yes', 'no', 'worry')", name=op.f("ck_proposal_answer_known_answer")
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id", "person_id"],
            ["proposal_elector.proposal_id", "proposal_elector.person_id"],
        ),
    )
    op.create_index("ix_proposal_answer_person_id", "proposal_answer", ["person_id"])
    op.create_index(
        "ix_proposal_answer_proposal_id_number",
        "proposal_answer",
        ["proposal_id", "number"],
        unique=True,
    )
    op.create_table(
        "proposal_worry",
        sa.Column("answer_id", sa.Uuid(), sa.ForeignKey("proposal_answer.id"), primary_key=True),
        sa.Column("words", sa.Text(), nullable=False),
    )
    connection = op.get_bind()
    for statement in _sqlite() if connection.dialect.name == "sqlite" else _postgresql():
        connection.exec_driver_sql(statement)


def downgrade() -> None:
    """Removes the tables with their guards."""
    for table in ("proposal_worry", "proposal_answer", "proposal_elector", "proposal"):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        for name in ("proposal_refuse", *_RULES):
            op.execute(f"DROP FUNCTION IF EXISTS {name}()")
