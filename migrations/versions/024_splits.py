"""More than one budget in one yes, each its owner's; the most that a member can pay."""

import sqlalchemy as sa
from alembic import op

from microcare.kernel.base import Instant

revision = "024_splits"
down_revision = "023_questions"
branch_labels = None
depends_on = None

# name: (table, verbs, what is refused, the words of the refusal).
_RULES = {
    # Nobody names another's money (pooling P19).
    "own_key_budget_own": (
        "own_key_budget",
        "NOT EXISTS (SELECT 1 FROM budget b WHERE b.id = NEW.budget_id"
        " AND b.person_id = NEW.person_id)",
        "not their own money",
    ),
    # Nobody says yes to more than they said they can pay (pooling P17).
    "own_key_within_most": (
        "own_key",
        "EXISTS (SELECT 1 FROM session_share s JOIN care_session c ON c.id = s.session_id"
        " JOIN agreement a ON a.id = c.agreement_id JOIN offer o ON o.id = a.offer_id"
        " JOIN own_most m ON m.group_id = a.group_id AND m.person_id = s.person_id"
        " WHERE a.id = NEW.agreement_id AND s.person_id = NEW.person_id"
        " AND s.pence > m.week_pence * o.every_weeks)",
        "above their most",
    ),
}
_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _guards(dialect: str) -> list[str]:
    made = []
    for name, (table, refused, words) in _RULES.items():
        if dialect == "sqlite":
            made += [
                f"CREATE TRIGGER {name}_{verb.lower()} BEFORE {verb} ON {table} BEGIN"
                f" SELECT RAISE(ABORT, '{table}: {words}') WHERE {refused}; END"
                for verb in ("INSERT", "UPDATE")
            ]
        else:
            raises = f"RAISE EXCEPTION '{table}: {words}' USING ERRCODE = 'check_violation';"
            made.append(
                f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $body$ BEGIN"
                f" IF {refused} THEN {raises} END IF; RETURN NEW; END $body$"
            )
            made += [
                f"CREATE TRIGGER {name}_{verb.lower()} BEFORE {verb} ON {table}"
                f" FOR EACH ROW EXECUTE FUNCTION {name}()"
                for verb in ("INSERT", "UPDATE")
            ]
    return made


def _key_table(name: str, *more: sa.Column[object]) -> None:
    op.create_table(
        name,
        sa.Column("agreement_id", sa.Uuid(), sa.ForeignKey("agreement.id"), primary_key=True),
        sa.Column("person_id", sa.Uuid(), primary_key=True),
        *more,
        sa.Column("at", Instant(), nullable=False),
    )


def upgrade() -> None:
    """Moves what each yes named to a table of its own, then puts up the guards."""
    connection = op.get_bind()
    op.create_table(
        "own_key_named",
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("budget_id", sa.Uuid(), nullable=False),
    )
    op.execute("INSERT INTO own_key_named SELECT agreement_id, person_id, budget_id FROM own_key")
    if connection.dialect.name == "sqlite":
        # SQLite drops no column that a foreign key is made of.
        _key_table("own_key_next")
        op.execute("INSERT INTO own_key_next SELECT agreement_id, person_id, at FROM own_key")
        op.drop_table("own_key")
        op.rename_table("own_key_next", "own_key")
    else:
        op.drop_column("own_key", "budget_id")
    op.create_table(
        "own_key_budget",
        sa.Column("agreement_id", sa.Uuid(), primary_key=True),
        sa.Column("person_id", sa.Uuid(), primary_key=True),
        sa.Column("budget_id", sa.Uuid(), sa.ForeignKey("budget.id"), primary_key=True),
        sa.ForeignKeyConstraint(
            ["agreement_id", "person_id"], ["own_key.agreement_id", "own_key.person_id"]
        ),
    )
    op.execute("INSERT INTO own_key_budget SELECT * FROM own_key_named")
    op.drop_table("own_key_named")
    op.create_table(
        "own_most",
        sa.Column("group_id", sa.Uuid(), sa.ForeignKey("care_group.id"), primary_key=True),
        sa.Column("person_id", sa.Uuid(), sa.ForeignKey("person.id"), primary_key=True),
        sa.Column("week_pence", _BIG),
        sa.Column("said_at", Instant(), nullable=False),
        sa.CheckConstraint("week_pence >= 0", name=op.f("ck_own_most_not_negative")),
    )
    op.create_index("ix_own_most_person_id", "own_most", ["person_id"])
    for statement in _guards(connection.dialect.name):
        connection.exec_driver_sql(statement)


def downgrade() -> None:
    """Puts the first budget of each yes back; what a second one was for is not kept."""
    connection = op.get_bind()
    for name, (table, *_) in _RULES.items():
        for verb in ("insert", "update"):
            on = f" ON {table}" if connection.dialect.name == "postgresql" else ""
            op.execute(f"DROP TRIGGER {name}_{verb}{on}")
        if connection.dialect.name == "postgresql":
            op.execute(f"DROP FUNCTION {name}()")
    op.drop_table("own_most")
    _key_table("own_key_next", sa.Column("budget_id", sa.Uuid(), sa.ForeignKey("budget.id")))
    op.execute(
        "INSERT INTO own_key_next SELECT k.agreement_id, k.person_id, (SELECT b.budget_id"
        " FROM own_key_budget b WHERE b.agreement_id = k.agreement_id"
        " AND b.person_id = k.person_id ORDER BY b.budget_id LIMIT 1), k.at FROM own_key k"
    )
    op.drop_table("own_key_budget")
    op.drop_table("own_key")
    op.rename_table("own_key_next", "own_key")
