"""A plan that takes another's place: which promised sessions it replaces, sealed as it opens."""

import sqlalchemy as sa
from alembic import op

revision = "026_replacing"
down_revision = "025_acting"
branch_labels = None
depends_on = None

_TABLE = "session_replacement"
# Only what the same group has promised, and only while the newer plan is open (pooling P20).
_REFUSED = (
    "NOT EXISTS (SELECT 1 FROM agreement a JOIN proposal p ON p.id = a.proposal_id"
    " JOIN agreement b ON b.group_id = a.group_id JOIN proposal q ON q.id = b.proposal_id"
    " JOIN care_session c ON c.agreement_id = b.id"
    " WHERE a.id = NEW.agreement_id AND p.outcome IS NULL"
    " AND c.id = NEW.session_id AND q.outcome = 'passed')"
)
_SAME = "agreement_id = NEW.agreement_id AND session_id = NEW.session_id"


def _guards(dialect: str) -> list[str]:
    if dialect == "sqlite":
        return [
            *(
                f"CREATE TRIGGER {_TABLE}_no_{verb.lower()} BEFORE {verb} ON {_TABLE}"
                f" BEGIN SELECT RAISE(ABORT, '{_TABLE}: never changed'); END"
                for verb in ("UPDATE", "DELETE")
            ),
            f"CREATE TRIGGER {_TABLE}_no_replace BEFORE INSERT ON {_TABLE} BEGIN SELECT"
            f" RAISE(ABORT, '{_TABLE}: already there') WHERE EXISTS"
            f" (SELECT 1 FROM {_TABLE} WHERE {_SAME}); END",
            f"CREATE TRIGGER {_TABLE}_rules BEFORE INSERT ON {_TABLE} BEGIN SELECT"
            f" RAISE(ABORT, '{_TABLE}: not promised by this group') WHERE {_REFUSED}; END",
        ]
    raises = f"RAISE EXCEPTION '{_TABLE}: not promised by this group'"
    return [
        *(
            f"CREATE TRIGGER {_TABLE}_no_{verb.lower()} BEFORE {verb} ON {_TABLE}"
            f" FOR EACH {each} EXECUTE FUNCTION proposal_refuse()"
            for verb, each in (("UPDATE", "ROW"), ("DELETE", "ROW"), ("TRUNCATE", "STATEMENT"))
        ),
        f"CREATE FUNCTION {_TABLE}_rules() RETURNS trigger LANGUAGE plpgsql AS $body$ BEGIN"
        f" IF {_REFUSED} THEN {raises} USING ERRCODE = 'check_violation'; END IF;"
        " RETURN NEW; END $body$",
        f"CREATE TRIGGER {_TABLE}_rules BEFORE INSERT ON {_TABLE}"
        f" FOR EACH ROW EXECUTE FUNCTION {_TABLE}_rules()",
    ]


def upgrade() -> None:
    """Makes the table, then its guards."""
    op.create_table(
        _TABLE,
        sa.Column("agreement_id", sa.Uuid(), sa.ForeignKey("agreement.id"), primary_key=True),
        sa.Column("session_id", sa.Uuid(), sa.ForeignKey("care_session.id"), primary_key=True),
    )
    op.create_index(f"ix_{_TABLE}_session_id", _TABLE, ["session_id"])
    connection = op.get_bind()
    for statement in _guards(connection.dialect.name):
        connection.exec_driver_sql(statement)


def downgrade() -> None:
    """Removes the table with its guards."""
    op.drop_table(_TABLE)
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"DROP FUNCTION {_TABLE}_rules()")
