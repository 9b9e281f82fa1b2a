"""Tables of decisions, and the triggers that keep a version as it was opened."""

import sqlalchemy as sa
from alembic import op

from microcare.kernel.base import Instant

revision = "009_decisions"
down_revision = "008_budgets"
branch_labels = None
depends_on = None

# A proposal's terms never change and its end is said once; electors and answers are only added.
_CHANGED = (
    "NEW.id <> OLD.id OR NEW.subject_id <> OLD.subject_id OR NEW.document <> OLD.document"
    " OR NEW.hash <> OLD.hash OR NEW.total_pence <> OLD.total_pence OR NEW.method <> OLD.method"
    " OR NEW.opened_by <> OLD.opened_by OR NEW.opened_at <> OLD.opened_at"
    " OR NEW.closes_at <> OLD.closes_at OR NEW.thinking_seconds <> OLD.thinking_seconds"
    " OR OLD.outcome IS NOT NULL"
)
_FROZEN = ("proposal_elector", "proposal_answer")


def _sqlite() -> list[str]:
    made = [
        "CREATE TRIGGER proposal_same_terms BEFORE UPDATE ON proposal BEGIN"
        f" SELECT RAISE(ABORT, 'proposal: never changed') WHERE {_CHANGED}; END"
    ]
    for table in _FROZEN:
        made.append(
            f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table}"
            f" BEGIN SELECT RAISE(ABORT, '{table}: never changed'); END"
        )
    for table in ("proposal", *_FROZEN):
        made.append(
            f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table}"
            f" BEGIN SELECT RAISE(ABORT, '{table}: never deleted'); END"
        )
    keys = {
        "proposal": "id = NEW.id OR (subject_id = NEW.subject_id AND outcome IS NULL)",
        "proposal_elector": "proposal_id = NEW.proposal_id AND person_id = NEW.person_id",
        "proposal_answer": "id = NEW.id OR (proposal_id = NEW.proposal_id AND number = NEW.number)",
    }
    for table, same in keys.items():
        made.append(
            f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} BEGIN SELECT RAISE(ABORT,"
            f" '{table}: already there') WHERE EXISTS (SELECT 1 FROM {table} WHERE {same}); END"
        )
    return made


def _postgresql() -> list[str]:
    words = "RAISE EXCEPTION 'decisions: never changed' USING ERRCODE = 'check_violation';"
    made = [
        "CREATE FUNCTION proposal_refuse() RETURNS trigger LANGUAGE plpgsql AS"
        f" $body$ BEGIN {words} END $body$",
        "CREATE FUNCTION proposal_same_terms() RETURNS trigger LANGUAGE plpgsql AS"
        f" $body$ BEGIN IF {_CHANGED} THEN {words} END IF; RETURN NEW; END $body$",
        "CREATE TRIGGER proposal_same_terms BEFORE UPDATE ON proposal"
        " FOR EACH ROW EXECUTE FUNCTION proposal_same_terms()",
    ]
    for table in _FROZEN:
        made.append(
            f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table}"
            " FOR EACH ROW EXECUTE FUNCTION proposal_refuse()"
        )
    for table in ("proposal", *_FROZEN):
        made.append(
            f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table}"
            " FOR EACH ROW EXECUTE FUNCTION proposal_refuse()"
        )
        made.append(
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION proposal_refuse()"
        )
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
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("sooner", sa.Boolean(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.CheckConstraint(
            "answer IN ('yes', 'no', 'worry')", name=op.f("ck_proposal_answer_known_answer")
        ),
    )
    op.create_index(
        "ix_proposal_answer_proposal_id_number",
        "proposal_answer",
        ["proposal_id", "number"],
        unique=True,
    )
    connection = op.get_bind()
    for statement in _sqlite() if connection.dialect.name == "sqlite" else _postgresql():
        connection.exec_driver_sql(statement)


def downgrade() -> None:
    """Removes the tables with their guards."""
    for table in ("proposal_answer", "proposal_elector", "proposal"):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        for name in ("proposal_refuse", "proposal_same_terms"):
            op.execute(f"DROP FUNCTION IF EXISTS {name}()")
