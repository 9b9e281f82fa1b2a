"""What helpers did and saw, answers that were passed on, and which of those wait for a look."""

import sqlalchemy as sa
from alembic import op

from microcare.kernel.base import Instant

revision = "025_acting"
down_revision = "024_splits"
branch_labels = None
depends_on = None

_HOW = "how IN ('in_person', 'telephone', 'sign', 'symbols', 'letter')"
# Nobody passes on an answer of their own.
_OWN = (
    "EXISTS (SELECT 1 FROM proposal_answer a"
    " WHERE a.id = NEW.answer_id AND a.person_id = NEW.recorded_by)"
)


def _tables() -> None:
    op.create_table(
        "deed",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("authority_id", sa.Uuid(), sa.ForeignKey("authority.id"), nullable=False),
        sa.Column("person_id", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("helper_id", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("is_sight", sa.Boolean(), nullable=False),
        sa.Column("how", sa.Text()),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.CheckConstraint(_HOW, name=op.f("ck_deed_known_how")),
        sa.CheckConstraint("helper_id <> person_id", name=op.f("ck_deed_somebody_else")),
        sa.CheckConstraint("length(words) <= 600", name=op.f("ck_deed_words_length")),
    )
    for column in ("authority_id", "person_id", "helper_id"):
        op.create_index(f"ix_deed_{column}", "deed", [column])
    op.create_table(
        "recorded_answer",
        sa.Column("answer_id", sa.Uuid(), sa.ForeignKey("proposal_answer.id"), primary_key=True),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("how", sa.Text(), nullable=False),
        sa.CheckConstraint(_HOW, name=op.f("ck_recorded_answer_known_how")),
    )
    op.create_index("ix_recorded_answer_authority_id", "recorded_answer", ["authority_id"])
    op.create_table(
        "answer_review",
        sa.Column("answer_id", sa.Uuid(), sa.ForeignKey("proposal_answer.id"), primary_key=True),
        sa.Column("asked_at", Instant(), nullable=False),
    )


def _sqlite() -> list[str]:
    table = "recorded_answer"
    return [
        f"CREATE TRIGGER {table}_by_another BEFORE INSERT ON {table} BEGIN"
        f" SELECT RAISE(ABORT, '{table}: their own') WHERE {_OWN}; END",
        f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} BEGIN"
        f" SELECT RAISE(ABORT, '{table}: already there')"
        f" WHERE EXISTS (SELECT 1 FROM {table} WHERE answer_id = NEW.answer_id); END",
        *(
            f"CREATE TRIGGER {table}_no_{verb} BEFORE {verb.upper()} ON {table} BEGIN"
            f" SELECT RAISE(ABORT, '{table}: never {words}'); END"
            for verb, words in (("update", "changed"), ("delete", "deleted"))
        ),
    ]


def _postgresql() -> list[str]:
    table, refuse = "recorded_answer", "EXECUTE FUNCTION proposal_refuse()"
    return [
        f"CREATE FUNCTION {table}_by_another() RETURNS trigger LANGUAGE plpgsql AS $body$ BEGIN"
        f" IF {_OWN} THEN RAISE EXCEPTION '{table}: their own'"
        " USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $body$",
        f"CREATE TRIGGER {table}_by_another BEFORE INSERT ON {table}"
        f" FOR EACH ROW EXECUTE FUNCTION {table}_by_another()",
        *(
            f"CREATE TRIGGER {table}_no_{verb} BEFORE {verb.upper()} ON {table}"
            f" FOR EACH ROW {refuse}"
            for verb in ("update", "delete")
        ),
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}"
        f" FOR EACH STATEMENT {refuse}",
    ]


def upgrade() -> None:
    """Makes the tables, then their guards."""
    _tables()
    connection = op.get_bind()
    for statement in _sqlite() if connection.dialect.name == "sqlite" else _postgresql():
        connection.exec_driver_sql(statement)


def downgrade() -> None:
    """Removes the tables with their guards."""
    for table in ("answer_review", "recorded_answer", "deed"):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION IF EXISTS recorded_answer_by_another()")
