"""Tables of what took place and what was billed, with the triggers that keep sums as they were."""

import sqlalchemy as sa
from alembic import op

from microcare.kernel.base import Instant

revision = "017_spending"
down_revision = "016_consent"
branch_labels = None
depends_on = None

# Written once, and then what people confirmed, paid or were owed (pooling P8, P16).
_FROZEN = ("session_mark", "bill_share", "bill_confirmation", "share_paid", "refund", "departure")
# What may change of the others, once: (table, SQL that is true when the change is refused).
_ONCE = (
    (
        "bill",
        "NEW.id <> OLD.id OR NEW.agreement_id <> OLD.agreement_id"
        " OR NEW.total_pence <> OLD.total_pence OR NEW.sent_at <> OLD.sent_at"
        " OR OLD.withdrawn_at IS NOT NULL"
        " OR EXISTS (SELECT 1 FROM share_paid WHERE bill_id = OLD.id)",
    ),
    (
        "bill_line",
        "NEW.id <> OLD.id OR NEW.bill_id <> OLD.bill_id OR NEW.session_id <> OLD.session_id"
        " OR NEW.pence <> OLD.pence OR NEW.is_live"
        " OR NOT EXISTS (SELECT 1 FROM bill WHERE id = OLD.bill_id AND withdrawn_at IS NOT NULL)",
    ),
    (
        "refund_share",
        "NEW.refund_id <> OLD.refund_id OR NEW.person_id <> OLD.person_id"
        " OR NEW.pence <> OLD.pence OR OLD.came_at IS NOT NULL",
    ),
)
# Which row a new one would be put over, where SQLite's INSERT OR REPLACE asks no other trigger.
_SAME = {
    "session_mark": "session_id = NEW.session_id",
    "bill_share": "line_id = NEW.line_id AND person_id = NEW.person_id",
    "bill_confirmation": "bill_id = NEW.bill_id AND person_id = NEW.person_id",
    "share_paid": "bill_id = NEW.bill_id AND person_id = NEW.person_id",
    "refund": "id = NEW.id",
    "departure": "agreement_id = NEW.agreement_id AND person_id = NEW.person_id",
    "bill": "id = NEW.id",
    "bill_line": "id = NEW.id OR (session_id = NEW.session_id AND is_live AND NEW.is_live)",
    "refund_share": "refund_id = NEW.refund_id AND person_id = NEW.person_id",
}
# What an offer says stays what was read; its length of notice too.
_OFFER = (
    "id",
    "request_id",
    "provider",
    "session_pence",
    "sessions",
    "first_on",
    "every_weeks",
    "times",
    "includes",
    "cancelling",
    "leaving",
    "closes_on",
    "most_people",
    "made_at",
    "notice_weeks",
)
_OFFER_CHANGED = " OR ".join(f"NEW.{name} <> OLD.{name}" for name in _OFFER)
# What a new row must satisfy: (table, what is wrong, SQL that is true when it is wrong).
_RULES = (
    (
        "bill_line",
        "more than was agreed",
        "NEW.pence > (SELECT COALESCE(SUM(s.pence), 0) FROM session_share s"
        " WHERE s.session_id = NEW.session_id)",
    ),
    (
        "bill_share",
        "more than this person agreed",
        "NEW.pence > (SELECT COALESCE(SUM(s.pence), 0) FROM session_share s JOIN bill_line l"
        " ON l.session_id = s.session_id WHERE l.id = NEW.line_id"
        " AND s.person_id = NEW.person_id)",
    ),
    (
        "share_paid",
        "two people have not confirmed the total",
        "(SELECT COUNT(*) FROM bill_confirmation WHERE bill_id = NEW.bill_id) < 2"
        " OR EXISTS (SELECT 1 FROM bill WHERE id = NEW.bill_id AND withdrawn_at IS NOT NULL)",
    ),
)


def _offer(*, is_sqlite: bool) -> list[str]:
    if is_sqlite:
        return [
            "DROP TRIGGER offer_same_terms",
            "CREATE TRIGGER offer_same_terms BEFORE UPDATE ON offer BEGIN"
            f" SELECT RAISE(ABORT, 'offer: never changed') WHERE {_OFFER_CHANGED}; END",
        ]
    words = "RAISE EXCEPTION 'offer: never changed' USING ERRCODE = 'check_violation';"
    return [
        "CREATE OR REPLACE FUNCTION offer_same_terms() RETURNS trigger LANGUAGE plpgsql"
        f" AS $body$ BEGIN IF {_OFFER_CHANGED} THEN {words} END IF; RETURN NEW; END $body$"
    ]


def _sqlite() -> list[str]:
    def raises(table: str, words: str, wrong: str) -> str:
        return f"SELECT RAISE(ABORT, '{table}: {words}') WHERE {wrong};"

    made = []
    for table in (*_FROZEN, *(name for name, _ in _ONCE)):
        body = raises(table, "never deleted", "1 = 1")
        made.append(f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} BEGIN {body} END")
    for table, wrong in (*((name, "1 = 1") for name in _FROZEN), *_ONCE):
        body = raises(table, "never changed", wrong)
        made.append(f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} BEGIN {body} END")
    for table, same in _SAME.items():
        body = raises(table, "already there", f"EXISTS (SELECT 1 FROM {table} WHERE {same})")
        made.append(f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} BEGIN {body} END")
    for table, words, wrong in _RULES:
        body = raises(table, words, wrong)
        made.append(f"CREATE TRIGGER {table}_rules BEFORE INSERT ON {table} BEGIN {body} END")
    return made


def _postgresql() -> list[str]:
    made = []

    def trigger(name: str, when: str, table: str, wrong: str, words: str) -> None:
        back = "OLD" if "DELETE" in when else "NEW"
        raises = f"RAISE EXCEPTION '{table}: {words}' USING ERRCODE = 'check_violation';"
        made.append(
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $body$ BEGIN"
            f" IF {wrong} THEN {raises} END IF; RETURN {back}; END $body$"
        )
        made.append(
            f"CREATE TRIGGER {name} {when} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
        )

    for table in (*_FROZEN, *(name for name, _ in _ONCE)):
        trigger(f"{table}_no_delete", "BEFORE DELETE", table, "true", "never deleted")
    for table, wrong in (*((name, "true") for name in _FROZEN), *_ONCE):
        trigger(f"{table}_no_update", "BEFORE UPDATE", table, wrong, "never changed")
    made += [
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}"
        " FOR EACH STATEMENT EXECUTE FUNCTION proposal_refuse()"
        for table in _SAME
    ]
    for table, words, wrong in _RULES:
        trigger(f"{table}_rules", "BEFORE INSERT", table, wrong, words)
    return made


def _tables() -> None:
    big = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

    def uuid(name: str, to: str = "", *, key: bool = False) -> sa.Column[object]:
        foreign = [sa.ForeignKey(to)] if to else []
        return sa.Column(name, sa.Uuid(), *foreign, primary_key=key, nullable=False)

    def pence(table: str, name: str = "pence", least: str = ">= 0") -> list[object]:
        rule = "not_negative" if least == ">= 0" else "some_pence"
        check = sa.CheckConstraint(f"{name} {least}", name=op.f(f"ck_{table}_{rule}"))
        return [sa.Column(name, big, nullable=False), check]

    def when(name: str, *, nullable: bool = False) -> sa.Column[object]:
        return sa.Column(name, Instant(), nullable=nullable)

    op.create_table(
        "session_mark",
        uuid("session_id", "care_session.id", key=True),
        sa.Column("outcome", sa.Text(), nullable=False),
        uuid("marked_by"),
        when("marked_at"),
        sa.CheckConstraint(
            "outcome IN ('took_place', 'called_off', 'called_off_late')",
            name=op.f("ck_session_mark_known"),
        ),
    )
    op.create_table(
        "attendance",
        uuid("session_id", "care_session.id", key=True),
        uuid("person_id", key=True),
        sa.Column("came", sa.Boolean(), nullable=False),
        when("said_at"),
    )
    op.create_table(
        "bill",
        uuid("id", key=True),
        uuid("agreement_id", "agreement.id"),
        sa.Column("reference", sa.Text(), nullable=False),
        *pence("bill", "total_pence"),
        uuid("sent_by"),
        when("sent_at"),
        when("withdrawn_at", nullable=True),
    )
    op.create_table(
        "bill_line",
        uuid("id", key=True),
        uuid("bill_id", "bill.id"),
        uuid("session_id", "care_session.id"),
        sa.Column("day", sa.Date(), nullable=False),
        *pence("bill_line"),
        sa.Column("is_live", sa.Boolean(), nullable=False),
    )
    op.create_table(
        "bill_share",
        uuid("line_id", "bill_line.id", key=True),
        uuid("person_id", key=True),
        *pence("bill_share"),
    )
    op.create_table(
        "bill_confirmation",
        uuid("bill_id", "bill.id", key=True),
        uuid("person_id", key=True),
        when("at"),
    )
    op.create_table(
        "share_paid",
        uuid("bill_id", "bill.id", key=True),
        uuid("person_id", key=True),
        when("paid_at"),
    )
    op.create_table(
        "paid_tie",
        uuid("listing_id", "listing.id", key=True),
        uuid("person_id", "person.id", key=True),
        when("declared_at"),
    )
    op.create_table(
        "refund",
        uuid("id", key=True),
        uuid("bill_id", "bill.id"),
        uuid("line_id", "bill_line.id"),
        *pence("refund", least="> 0"),
        sa.Column("reason", sa.Text(), nullable=False),
        uuid("made_by"),
        when("made_at"),
    )
    op.create_table(
        "refund_share",
        uuid("refund_id", "refund.id", key=True),
        uuid("person_id", key=True),
        *pence("refund_share"),
        when("came_at", nullable=True),
    )
    op.create_table(
        "departure",
        uuid("agreement_id", "agreement.id", key=True),
        uuid("person_id", key=True),
        when("left_at"),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("capped_pence", big, nullable=False),
    )
    op.create_table(
        "calendar_link",
        uuid("person_id", "person.id", key=True),
        sa.Column("token_hash", sa.Text(), nullable=False, unique=True),
        when("made_at"),
    )
    op.create_table(
        "spending_freeze",
        uuid("person_id", "person.id", key=True),
        when("frozen_at"),
    )
    for table, column in (
        ("bill", "agreement_id"),
        ("bill_line", "bill_id"),
        ("bill_share", "person_id"),
        ("refund", "bill_id"),
        ("refund_share", "person_id"),
    ):
        op.create_index(f"ix_{table}_{column}", table, [column])
    live = sa.text("is_live")
    op.create_index(
        "uq_bill_line_live",
        "bill_line",
        ["session_id"],
        unique=True,
        sqlite_where=live,
        postgresql_where=live,
    )


def upgrade() -> None:
    """Makes the tables, then their guards; offers and groups get a column or two more."""
    _tables()
    op.add_column(
        "offer", sa.Column("notice_weeks", sa.Integer(), nullable=False, server_default="0")
    )
    op.add_column("care_group", sa.Column("winding_since", Instant()))
    op.add_column("care_group", sa.Column("closed_at", Instant()))
    connection = op.get_bind()
    is_sqlite = connection.dialect.name == "sqlite"
    made = _sqlite() if is_sqlite else _postgresql()
    for statement in (*_offer(is_sqlite=is_sqlite), *made):
        connection.exec_driver_sql(statement)


def downgrade() -> None:
    """There is no way back: what people paid would be forgotten."""
    raise NotImplementedError("what was billed and paid is not taken apart")
