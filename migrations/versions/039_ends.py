"""How many people a plan needs, when it waits for too few, and money back that is late (P36, P38).

An offer that was made before this asked for no number, so it is 1: what was agreed on it goes on
for whoever is left, as it did.
"""

import sqlalchemy as sa
from alembic import op

from microcare.kernel.base import Instant

revision = "039_ends"
down_revision = "038_away"
branch_labels = None
depends_on = None

# What an offer says stays what was read; from how many people on it goes ahead too.
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
    "fewest_people",
    "travel",
)
_OFFER_CHANGED = " OR ".join(f"NEW.{name} <> OLD.{name}" for name in _OFFER)
# (trigger, when, table, SQL that is true when it is wrong).
_RULES = (
    (
        # Promised for fewer people than it is for (pooling P20).
        "proposal_enough_people",
        "UPDATE",
        "proposal",
        "NEW.outcome = 'passed' AND OLD.outcome IS NULL AND EXISTS (SELECT 1 FROM agreement a"
        " JOIN offer o ON o.id = a.offer_id WHERE a.proposal_id = NEW.id AND o.fewest_people >"
        " (SELECT COUNT(DISTINCT s.person_id) FROM care_session c"
        " JOIN session_share s ON s.session_id = c.id WHERE c.agreement_id = a.id))",
    ),
    (
        # Nothing is owed of a day that waits (pooling P36).
        "session_mark_waits",
        "INSERT",
        "session_mark",
        "NEW.outcome <> 'called_off' AND EXISTS (SELECT 1 FROM plan_wait w"
        " JOIN care_session c ON c.agreement_id = w.agreement_id"
        " WHERE c.id = NEW.session_id AND c.day >= w.from_on)",
    ),
    ("plan_wait_no_update", "UPDATE", "plan_wait", "1 = 1"),
)
_SAME = "agreement_id = NEW.agreement_id AND from_on = NEW.from_on"


def _sqlite() -> list[str]:
    return [
        "DROP TRIGGER offer_same_terms",
        "CREATE TRIGGER offer_same_terms BEFORE UPDATE ON offer BEGIN"
        f" SELECT RAISE(ABORT, 'offer: never changed') WHERE {_OFFER_CHANGED}; END",
        *(
            f"CREATE TRIGGER {name} BEFORE {verb} ON {table} BEGIN"
            f" SELECT RAISE(ABORT, '{table}: {name}') WHERE {wrong}; END"
            for name, verb, table, wrong in _RULES
        ),
        "CREATE TRIGGER plan_wait_no_delete BEFORE DELETE ON plan_wait"
        " BEGIN SELECT RAISE(ABORT, 'plan_wait: never deleted'); END",
        "CREATE TRIGGER plan_wait_no_replace BEFORE INSERT ON plan_wait BEGIN SELECT RAISE(ABORT,"
        f" 'plan_wait: already there') WHERE EXISTS (SELECT 1 FROM plan_wait WHERE {_SAME}); END",
    ]


def _postgresql() -> list[str]:
    words = "RAISE EXCEPTION 'offer: never changed' USING ERRCODE = 'check_violation';"
    made = [
        "CREATE OR REPLACE FUNCTION offer_same_terms() RETURNS trigger LANGUAGE plpgsql"
        f" AS $body$ BEGIN IF {_OFFER_CHANGED} THEN {words} END IF; RETURN NEW; END $body$"
    ]
    for name, verb, table, wrong in _RULES:
        made += [
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $body$ BEGIN"
            f" IF {wrong} THEN RAISE EXCEPTION '{table}: {name}'"
            " USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $body$",
            f"CREATE TRIGGER {name} BEFORE {verb} ON {table}"
            f" FOR EACH ROW EXECUTE FUNCTION {name}()",
        ]
    made += [
        f"CREATE TRIGGER plan_wait_no_{verb.lower()} BEFORE {verb} ON plan_wait"
        f" FOR EACH {each} EXECUTE FUNCTION proposal_refuse()"
        for verb, each in (("DELETE", "ROW"), ("TRUNCATE", "STATEMENT"))
    ]
    return made


def upgrade() -> None:
    """A number beside each offer, a day beside money back, two tables, and their guards."""
    connection = op.get_bind()
    # A column with its check in one statement: SQLite adds none to a table later.
    connection.exec_driver_sql(
        "ALTER TABLE offer ADD COLUMN fewest_people INTEGER DEFAULT 1 NOT NULL"
        " CONSTRAINT ck_offer_fewest CHECK (fewest_people BETWEEN 1 AND most_people)"
    )
    op.create_table(
        "plan_wait",
        sa.Column("agreement_id", sa.Uuid(), sa.ForeignKey("agreement.id"), primary_key=True),
        sa.Column("from_on", sa.Date(), primary_key=True),
        sa.Column("noted_at", Instant(), nullable=False),
    )
    op.add_column("refund", sa.Column("due_on", sa.Date()))
    op.create_table(
        "refund_reminder",
        sa.Column("refund_id", sa.Uuid(), sa.ForeignKey("refund.id"), primary_key=True),
        sa.Column("person_id", sa.Uuid(), sa.ForeignKey("person.id"), primary_key=True),
        sa.Column("sent", sa.Integer(), nullable=False),
        sa.Column("last_at", Instant(), nullable=False),
    )
    op.create_index("ix_refund_reminder_person_id", "refund_reminder", ["person_id"])
    made = _sqlite() if connection.dialect.name == "sqlite" else _postgresql()
    for statement in made:
        connection.exec_driver_sql(statement)


def downgrade() -> None:
    """There is no way back: what waits, and since when, would be forgotten."""
    raise NotImplementedError("what waits is not taken apart")
