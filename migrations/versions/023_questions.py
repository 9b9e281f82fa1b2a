"""What a group asks itself, where it is not about money. The words can go, and nothing else."""

import sqlalchemy as sa
from alembic import op

revision = "023_questions"
down_revision = "022_deciding"
branch_labels = None
depends_on = None

_TABLE = "proposal_question"
_CHANGED = (
    "NEW.proposal_id <> OLD.proposal_id OR NEW.asked_in <> OLD.asked_in"
    " OR (NEW.words <> OLD.words AND NEW.words <> '')"
)


def _sqlite() -> list[str]:
    return [
        f"CREATE TRIGGER {_TABLE}_words BEFORE UPDATE ON {_TABLE} BEGIN"
        f" SELECT RAISE(ABORT, '{_TABLE}: never changed') WHERE {_CHANGED}; END",
        f"CREATE TRIGGER {_TABLE}_no_delete BEFORE DELETE ON {_TABLE}"
        f" BEGIN SELECT RAISE(ABORT, '{_TABLE}: never deleted'); END",
        f"CREATE TRIGGER {_TABLE}_no_replace BEFORE INSERT ON {_TABLE} BEGIN SELECT RAISE(ABORT,"
        f" '{_TABLE}: already there') WHERE EXISTS"
        f" (SELECT 1 FROM {_TABLE} WHERE proposal_id = NEW.proposal_id); END",
    ]


def _postgresql() -> list[str]:
    return [
        f"CREATE FUNCTION {_TABLE}_words() RETURNS trigger LANGUAGE plpgsql AS $body$ BEGIN"
        f" IF {_CHANGED} THEN RAISE EXCEPTION 'decisions: never changed'"
        " USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $body$",
        f"CREATE TRIGGER {_TABLE}_words BEFORE UPDATE ON {_TABLE}"
        f" FOR EACH ROW EXECUTE FUNCTION {_TABLE}_words()",
        *(
            f"CREATE TRIGGER {_TABLE}_no_{verb.lower()} BEFORE {verb} ON {_TABLE}"
            f" FOR EACH {each} EXECUTE FUNCTION proposal_refuse()"
            for verb, each in (("DELETE", "ROW"), ("TRUNCATE", "STATEMENT"))
        ),
    ]


def upgrade() -> None:
    """Makes the table, then its guards."""
    op.create_table(
        _TABLE,
        sa.Column("proposal_id", sa.Uuid(), sa.ForeignKey("proposal.id"), primary_key=True),
        sa.Column("asked_in", sa.Uuid(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
    )
    op.create_index("ix_proposal_question_asked_in", _TABLE, ["asked_in"])
    connection = op.get_bind()
    for statement in _sqlite() if connection.dialect.name == "sqlite" else _postgresql():
        connection.exec_driver_sql(statement)


def downgrade() -> None:
    """Removes the table with its guards."""
    op.drop_table(_TABLE)
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"DROP FUNCTION IF EXISTS {_TABLE}_words()")
