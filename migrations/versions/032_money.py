"""Letting go by both, looks that stop counting, and no more back than somebody's own share."""

import sqlalchemy as sa
from alembic import op

from microcare.kernel.base import Instant

revision = "032_money"
down_revision = "031_receipts"
branch_labels = None
depends_on = None

# Written once (pooling P8): each with what makes a new row the same as one that is there.
_KEPT = {
    "session_waived": "session_id = NEW.session_id",
    "part_let_go": "session_id = NEW.session_id AND person_id = NEW.person_id",
}
# The looks at a bill that count: by nobody tied to its provider (P26).
_COUNTED = (
    "FROM bill_confirmation c JOIN bill b ON b.id = c.bill_id"
    " JOIN agreement a ON a.id = b.agreement_id JOIN offer o ON o.id = a.offer_id"
    " JOIN offer_request r ON r.id = o.request_id WHERE c.bill_id = NEW.bill_id"
    " AND NOT EXISTS (SELECT 1 FROM paid_tie t WHERE t.listing_id = r.listing_id"
    " AND t.person_id = c.person_id)"
)
_ON_A_BILL = "EXISTS (SELECT 1 FROM bill_line l WHERE l.session_id = NEW.session_id AND l.is_live)"
_NOT_OWED = (
    "NOT EXISTS (SELECT 1 FROM session_mark m WHERE m.session_id = NEW.session_id"
    " AND m.outcome IN ('took_place', 'called_off_late'))"
)
# What a new row must satisfy: (trigger, table, what is wrong, SQL that is true when it is wrong).
_RULES = (
    (
        "share_paid_rules",
        "share_paid",
        "two people have not confirmed the total",
        f"(SELECT COUNT(*) {_COUNTED}) < 2"
        f" OR (SELECT COUNT(*) {_COUNTED} AND c.is_member) < 1"
        " OR EXISTS (SELECT 1 FROM bill WHERE id = NEW.bill_id AND withdrawn_at IS NOT NULL)",
    ),
    (
        "bill_confirmation_rules",
        "bill_confirmation",
        "not by whoever is paid by it",
        "EXISTS (SELECT 1 FROM bill b JOIN agreement a ON a.id = b.agreement_id"
        " JOIN offer o ON o.id = a.offer_id JOIN offer_request r ON r.id = o.request_id"
        " JOIN paid_tie t ON t.listing_id = r.listing_id"
        " WHERE b.id = NEW.bill_id AND t.person_id = NEW.person_id)",
    ),
    (
        "bill_confirmation_member",
        "bill_confirmation",
        "of nobody in the group",
        "NEW.is_member AND NOT EXISTS (SELECT 1 FROM bill_line l JOIN bill_share s"
        " ON s.line_id = l.id WHERE l.bill_id = NEW.bill_id AND s.person_id = NEW.person_id)"
        " AND NOT EXISTS (SELECT 1 FROM bill b JOIN agreement a ON a.id = b.agreement_id"
        " JOIN membership m ON m.group_id = a.group_id WHERE b.id = NEW.bill_id"
        " AND m.person_id = NEW.person_id AND m.left_at IS NULL)",
    ),
    (
        "refund_share_rules",
        "refund_share",
        "more than this person's share",
        "NEW.pence + (SELECT COALESCE(SUM(s.pence), 0) FROM refund_share s"
        " JOIN refund f ON f.id = s.refund_id JOIN refund g ON g.id = NEW.refund_id"
        " WHERE f.line_id = g.line_id AND s.person_id = NEW.person_id)"
        " > (SELECT COALESCE(SUM(b.pence), 0) FROM bill_share b"
        " JOIN refund g ON g.line_id = b.line_id"
        " WHERE g.id = NEW.refund_id AND b.person_id = NEW.person_id)",
    ),
    (
        "session_waived_rules",
        "session_waived",
        "nothing to let go",
        f"{_ON_A_BILL} OR {_NOT_OWED}",
    ),
    (
        "part_let_go_rules",
        "part_let_go",
        "nothing to let go",
        f"{_ON_A_BILL} OR {_NOT_OWED} OR NOT EXISTS (SELECT 1 FROM session_share s"
        " WHERE s.session_id = NEW.session_id AND s.person_id = NEW.person_id)",
    ),
    (
        "bill_line_waived",
        "bill_line",
        "nothing is to pay",
        "EXISTS (SELECT 1 FROM session_waived w WHERE w.session_id = NEW.session_id)",
    ),
)


def _sqlite() -> list[str]:
    def raises(table: str, words: str, wrong: str) -> str:
        said = f"{table}: {words}".replace("'", "''")
        return f"SELECT RAISE(ABORT, '{said}') WHERE {wrong};"

    made = ["DROP TRIGGER share_paid_rules"]
    for table, same in _KEPT.items():
        for verb, when in (("deleted", "DELETE"), ("changed", "UPDATE")):
            body = raises(table, f"never {verb}", "1 = 1")
            name = f"{table}_no_{when.lower()}"
            made.append(f"CREATE TRIGGER {name} BEFORE {when} ON {table} BEGIN {body} END")
        body = raises(table, "already there", f"EXISTS (SELECT 1 FROM {table} WHERE {same})")
        made.append(f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} BEGIN {body} END")
    for name, table, words, wrong in _RULES:
        body = raises(table, words, wrong)
        made.append(f"CREATE TRIGGER {name} BEFORE INSERT ON {table} BEGIN {body} END")
    return made


def _postgresql() -> list[str]:
    made = []

    def trigger(name: str, when: str, table: str, wrong: str, words: str) -> None:
        back = "OLD" if "DELETE" in when else "NEW"
        said = f"{table}: {words}".replace("'", "''")
        raises = f"RAISE EXCEPTION '{said}' USING ERRCODE = 'check_violation';"
        made.append(
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql"
            f" AS $body$ BEGIN IF {wrong} THEN {raises} END IF; RETURN {back}; END $body$"
        )
        if name != "share_paid_rules":
            made.append(
                f"CREATE TRIGGER {name} {when} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
            )

    for table in _KEPT:
        trigger(f"{table}_no_delete", "BEFORE DELETE", table, "true", "never deleted")
        trigger(f"{table}_no_update", "BEFORE UPDATE", table, "true", "never changed")
        made.append(
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION proposal_refuse()"
        )
    for name, table, words, wrong in _RULES:
        trigger(name, "BEFORE INSERT", table, wrong, words)
    return made


def upgrade() -> None:
    """Two tables, a column for whose look it was, and their guards."""
    for table, column in (("session_waived", "said_by"), ("part_let_go", "person_id")):
        is_key = column == "person_id"
        op.create_table(
            table,
            sa.Column(
                "session_id",
                sa.Uuid(),
                sa.ForeignKey("care_session.id"),
                primary_key=True,
                nullable=False,
            ),
            sa.Column(column, sa.Uuid(), primary_key=is_key, nullable=False),
            sa.Column("said_at", Instant(), nullable=False),
        )
    op.add_column(
        "bill_confirmation",
        sa.Column("is_member", sa.Boolean(), nullable=False, server_default=sa.true()),
    )
    connection = op.get_bind()
    made = _sqlite() if connection.dialect.name == "sqlite" else _postgresql()
    for statement in made:
        connection.exec_driver_sql(statement)
    # The two letters of news became one; whoever waits for the other still gets it.
    op.execute("UPDATE outbox_message SET kind = 'groups.news' WHERE kind = 'commissioning.news'")


def downgrade() -> None:
    """There is no way back: what people let go would be forgotten."""
    raise NotImplementedError("what was let go is not taken apart")
