"""Taking back that something was paid: what was said stays, and stands no longer (pooling P8)."""

import sqlalchemy as sa
from alembic import op

from microcare.kernel.base import Instant

revision = "036_not_paid"
down_revision = "035_classes"
branch_labels = None
depends_on = None

_TABLE = "payment_taken_back"
_SAME = "bill_id = {of}.bill_id AND person_id = {of}.person_id AND paid_at = {of}.paid_at"
_MINE = _SAME.format(of="NEW")
# Only what was said, of a group that is open, of which nothing was given back.
_WRONG = (
    f"NOT EXISTS (SELECT 1 FROM share_paid WHERE {_MINE})"
    " OR EXISTS (SELECT 1 FROM refund_share s JOIN refund f ON f.id = s.refund_id"
    " JOIN bill_line l ON l.id = f.line_id WHERE l.bill_id = NEW.bill_id"
    " AND s.person_id = NEW.person_id AND s.pence > 0)"
    " OR EXISTS (SELECT 1 FROM bill b JOIN agreement a ON a.id = b.agreement_id"
    " JOIN care_group g ON g.id = a.group_id WHERE b.id = NEW.bill_id"
    " AND g.closed_at IS NOT NULL)"
)
# To write it down is to take it back: nothing else takes a row of share_paid away.
_TAKES = f"DELETE FROM share_paid WHERE {_MINE}"
_STANDS = f"NOT EXISTS (SELECT 1 FROM {_TABLE} WHERE {_SAME.format(of='OLD')})"


def _sqlite() -> list[str]:
    def guard(name: str, when: str, table: str, words: str, wrong: str) -> str:
        raises = f"SELECT RAISE(ABORT, '{table}: {words}') WHERE {wrong};"
        return f"CREATE TRIGGER {name} BEFORE {when} ON {table} BEGIN {raises} END"

    same = "bill_id = NEW.bill_id AND person_id = NEW.person_id AND number = NEW.number"
    there = f"EXISTS (SELECT 1 FROM {_TABLE} WHERE {same})"
    return [
        "DROP TRIGGER share_paid_no_delete",
        guard("share_paid_no_delete", "DELETE", "share_paid", "never deleted", _STANDS),
        guard(f"{_TABLE}_no_delete", "DELETE", _TABLE, "never deleted", "1 = 1"),
        guard(f"{_TABLE}_no_update", "UPDATE", _TABLE, "never changed", "1 = 1"),
        guard(f"{_TABLE}_no_replace", "INSERT", _TABLE, "already there", there),
        guard(f"{_TABLE}_rules", "INSERT", _TABLE, "not to be taken back", _WRONG),
        f"CREATE TRIGGER {_TABLE}_takes AFTER INSERT ON {_TABLE} BEGIN {_TAKES}; END",
    ]


def _postgresql() -> list[str]:
    def body(name: str, table: str, words: str, wrong: str, back: str) -> str:
        raises = f"RAISE EXCEPTION '{table}: {words}' USING ERRCODE = 'check_violation';"
        return (
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql"
            f" AS $body$ BEGIN IF {wrong} THEN {raises} END IF; RETURN {back}; END $body$"
        )

    def trigger(name: str, when: str) -> str:
        row = "FOR EACH ROW EXECUTE FUNCTION"
        return f"CREATE TRIGGER {name} {when} ON {_TABLE} {row} {name}()"

    return [
        body("share_paid_no_delete", "share_paid", "never deleted", _STANDS, "OLD"),
        body(f"{_TABLE}_no_delete", _TABLE, "never deleted", "true", "OLD"),
        trigger(f"{_TABLE}_no_delete", "BEFORE DELETE"),
        body(f"{_TABLE}_no_update", _TABLE, "never changed", "true", "NEW"),
        trigger(f"{_TABLE}_no_update", "BEFORE UPDATE"),
        body(f"{_TABLE}_rules", _TABLE, "not to be taken back", _WRONG, "NEW"),
        trigger(f"{_TABLE}_rules", "BEFORE INSERT"),
        f"CREATE FUNCTION {_TABLE}_takes() RETURNS trigger LANGUAGE plpgsql"
        f" AS $body$ BEGIN {_TAKES}; RETURN NULL; END $body$",
        trigger(f"{_TABLE}_takes", "AFTER INSERT"),
        f"CREATE TRIGGER {_TABLE}_no_truncate BEFORE TRUNCATE ON {_TABLE}"
        " FOR EACH STATEMENT EXECUTE FUNCTION proposal_refuse()",
    ]


def upgrade() -> None:
    """A table, and the one way in which a word about paying goes."""
    big = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        _TABLE,
        sa.Column("bill_id", sa.Uuid(), sa.ForeignKey("bill.id"), primary_key=True, nullable=False),
        sa.Column("person_id", sa.Uuid(), primary_key=True, nullable=False),
        sa.Column("number", big, primary_key=True, autoincrement=False, nullable=False),
        sa.Column("paid_at", Instant(), nullable=False),
        sa.Column("taken_back_at", Instant(), nullable=False),
    )
    connection = op.get_bind()
    made = _sqlite() if connection.dialect.name == "sqlite" else _postgresql()
    for statement in made:
        connection.exec_driver_sql(statement)


def downgrade() -> None:
    """There is no way back: what was said and taken back would be forgotten."""
    raise NotImplementedError("what was taken back is not taken apart")
