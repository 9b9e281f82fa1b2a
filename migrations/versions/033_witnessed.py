"""A yes by voice, sign or symbols before two witnesses, and what holds it back until it counts."""

import sqlalchemy as sa
from alembic import op

from microcare.kernel.base import Instant

revision = "033_witnessed"
down_revision = "032_money"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _uuid(name: str, to: str = "", *, key: bool = False, nullable: bool = False) -> sa.Column:
    parts = [sa.ForeignKey(to)] if to else []
    return sa.Column(name, sa.Uuid(), *parts, primary_key=key, nullable=nullable)


def _at(name: str, *, nullable: bool = True) -> sa.Column:
    return sa.Column(name, Instant(), nullable=nullable)


def _check(table: str, name: str, rule: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(rule, name=op.f(f"ck_{table}_{name}"))


def _yes_table() -> None:
    table = "witnessed_yes"
    op.create_table(
        table,
        _uuid("id", key=True),
        _uuid("proposal_id", "proposal.id"),
        _uuid("person_id", "person.id"),
        _uuid("authority_id", "authority.id"),
        _uuid("recorded_by", "person.id"),
        _at("recorded_at", nullable=False),
        sa.Column("how", sa.Text(), nullable=False),
        _uuid("deed_id", "deed.id", nullable=True),
        _uuid("letter_id"),
        sa.Column("told", sa.Text()),
        _at("told_at"),
        _at("counts_at"),
        sa.Column("answer_id", sa.Uuid(), sa.ForeignKey("proposal_answer.id"), unique=True),
        _at("ended_at"),
        sa.Column("ended_as", sa.Text()),
        _check(table, "known_how", "how IN ('in_person', 'sign', 'symbols')"),
        _check(table, "known_told", "told IN ('email', 'call', 'paper')"),
        _check(
            table, "known_end", "ended_as IN ('answered', 'taken_back', 'witness', 'authority')"
        ),
        _check(
            table,
            "told_whole",
            "(told IS NULL) = (told_at IS NULL) AND (told IS NULL) = (counts_at IS NULL)",
        ),
        _check(table, "days_after", "counts_at > told_at"),
        _check(table, "ended_whole", "(ended_at IS NULL) = (ended_as IS NULL)"),
        _check(table, "somebody_else", "recorded_by <> person_id"),
    )
    for column in ("proposal_id", "person_id"):
        op.create_index(f"ix_{table}_{column}", table, [column])
    still = sa.text("ended_at IS NULL")
    op.create_index(
        f"uq_{table}_open",
        table,
        ["proposal_id", "person_id"],
        unique=True,
        sqlite_where=still,
        postgresql_where=still,
    )


def _witness_table() -> None:
    table = "yes_witness"
    op.create_table(
        table,
        _uuid("id", key=True),
        _uuid("witnessed_id", "witnessed_yes.id"),
        sa.Column("number", NUMBER, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("email", sa.Text()),
        _uuid("person_id", "person.id", nullable=True),
        sa.Column("said", sa.Text()),
        _at("said_at"),
        _check(table, "one_of_two", "number IN (1, 2)"),
        _check(table, "known_answer", "said IN ('yes', 'no')"),
        _check(table, "said_whole", "(said IS NULL) = (said_at IS NULL)"),
        _check(table, "name_length", "length(name) <= 80"),
    )
    op.create_index(f"ix_{table}_person_id", table, ["person_id"])
    for name, column in (("place", "number"), ("email", "email"), ("account", "person_id")):
        op.create_index(f"uq_{table}_{name}", table, ["witnessed_id", column], unique=True)


def _other(*names: str) -> str:
    """Whether one of these columns changes."""
    return " OR ".join(f"NEW.{name} <> OLD.{name}" for name in names)


def _set_once(*names: str) -> str:
    """Whether one of these changes once it is there, or goes away."""
    return " OR ".join(
        f"(OLD.{name} IS NOT NULL AND (NEW.{name} IS NULL OR NEW.{name} <> OLD.{name}))"
        for name in names
    )


def _added(*names: str) -> str:
    """Whether one of these, which may only go, is put there or changed."""
    return " OR ".join(
        f"(NEW.{name} IS NOT NULL AND (OLD.{name} IS NULL OR NEW.{name} <> OLD.{name}))"
        for name in names
    )


# By name: table, what it stands before, SQL that is true when it is refused, and why.
_RULES = {
    "witnessed_yes_same": (
        "witnessed_yes",
        "UPDATE",
        _other("id", "proposal_id", "person_id", "authority_id", "recorded_by", "recorded_at")
        + f" OR {_other('how', 'letter_id')} OR {_added('deed_id')}"
        + f" OR {_set_once('told', 'told_at', 'counts_at', 'answer_id', 'ended_at', 'ended_as')}",
        "never changed",
    ),
    "yes_witness_same": (
        "yes_witness",
        "UPDATE",
        _other("id", "witnessed_id", "number")
        + " OR (NEW.name <> OLD.name AND NEW.name <> '')"
        + f" OR {_added('email')} OR {_set_once('person_id')}"
        # A yes may become a no, and a no stays one.
        + " OR (OLD.said = 'no' AND (NEW.said IS NULL OR NEW.said <> 'no'))"
        + " OR (OLD.said = 'yes' AND NEW.said IS NULL)"
        + " OR (OLD.said = NEW.said AND OLD.said_at <> NEW.said_at)",
        "never changed",
    ),
    # Nobody whose money or word it is, and not whoever wrote it down; and only at the beginning.
    "yes_witness_begins": (
        "yes_witness",
        "INSERT",
        "NEW.said IS NOT NULL OR EXISTS (SELECT 1 FROM witnessed_yes w"
        " WHERE w.id = NEW.witnessed_id AND (w.ended_at IS NOT NULL OR w.answer_id IS NOT NULL"
        " OR w.person_id = NEW.person_id OR w.recorded_by = NEW.person_id))",
        "not a witness",
    ),
    # A yes with money, from whoever may agree to none, is an answer only once it counts (P31a).
    "recorded_answer_witnessed": (
        "recorded_answer",
        "INSERT",
        "EXISTS (SELECT 1 FROM proposal_answer a JOIN authority u ON u.id = NEW.authority_id"
        " JOIN proposal p ON p.id = a.proposal_id"
        " WHERE a.id = NEW.answer_id AND a.answer = 'yes' AND p.total_pence > 0"
        " AND u.limit_pence IS NULL AND NOT EXISTS (SELECT 1 FROM witnessed_yes w"
        " WHERE w.proposal_id = a.proposal_id AND w.person_id = a.person_id"
        " AND w.authority_id = NEW.authority_id AND w.recorded_by = NEW.recorded_by"
        " AND w.ended_at IS NULL AND w.counts_at <= a.at"
        " AND (SELECT count(*) FROM yes_witness v WHERE v.witnessed_id = w.id"
        " AND v.said = 'yes' AND v.said_at <= a.at) = 2))",
        "no yes that counts",
    ),
    # So no promise is made on one that a witness took back, or that was taken back (P19, P31a).
    "proposal_witnessed": (
        "proposal",
        "UPDATE",
        "NEW.outcome = 'passed' AND OLD.outcome IS NULL AND EXISTS (SELECT 1 FROM witnessed_yes w"
        " WHERE w.proposal_id = NEW.id AND w.ended_at IS NOT NULL AND w.answer_id ="
        " (SELECT a.id FROM proposal_answer a WHERE a.proposal_id = NEW.id"
        " AND a.person_id = w.person_id ORDER BY a.number DESC LIMIT 1))",
        "a yes that counts for nothing",
    ),
}
_KEPT = ("witnessed_yes", "yes_witness")


def _sqlite() -> list[str]:
    made = [
        f"CREATE TRIGGER {name} BEFORE {verb} ON {table} BEGIN"
        f" SELECT RAISE(ABORT, '{table}: {words}') WHERE {wrong}; END"
        for name, (table, verb, wrong, words) in _RULES.items()
    ]
    for table in _KEPT:
        made += [
            f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} BEGIN"
            f" SELECT RAISE(ABORT, '{table}: never deleted'); END",
            f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} BEGIN"
            f" SELECT RAISE(ABORT, '{table}: already there')"
            f" WHERE EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id); END",
        ]
    return made


def _postgresql() -> list[str]:
    made = []
    for name, (table, verb, wrong, words) in _RULES.items():
        made += [
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $body$ BEGIN"
            f" IF {wrong} THEN RAISE EXCEPTION '{table}: {words}'"
            f" USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $body$",
            f"CREATE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH ROW"
            f" EXECUTE FUNCTION {name}()",
        ]
    for table in _KEPT:
        refuse = "EXECUTE FUNCTION proposal_refuse()"
        made += [
            f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} FOR EACH ROW {refuse}",
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}"
            f" FOR EACH STATEMENT {refuse}",
        ]
    return made


def upgrade() -> None:
    """Makes the tables, then their guards."""
    _yes_table()
    _witness_table()
    connection = op.get_bind()
    for statement in _sqlite() if connection.dialect.name == "sqlite" else _postgresql():
        connection.exec_driver_sql(statement)


def downgrade() -> None:
    """There is no way back: what people said before witnesses would be forgotten."""
    raise NotImplementedError("what was witnessed is not taken apart")
