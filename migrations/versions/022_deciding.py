"""Consent, majority and more time: other ways to decide, each written into its own proposal."""

import sqlalchemy as sa
from alembic import op

from microcare.kernel.base import Instant

revision = "022_deciding"
down_revision = "021_files"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
# The rules that a proposal opens with, beside those it had; none of them ever changes (P21).
_NEW_RULES = ("quorum", "threshold_percent", "more_seconds")
# table, constraint, what it was, what it becomes.
_CHECKS = (
    (
        "proposal",
        "known_method",
        "method = 'everyone_agrees'",
        "method IN ('everyone_agrees', 'consent', 'majority')",
    ),
    (
        "proposal",
        "known_outcome",
        "outcome IN ('passed', 'short', 'expired', 'withdrawn')",
        "outcome IN ('passed', 'short', 'expired', 'withdrawn', 'replaced', 'refused')",
    ),
    (
        "proposal_answer",
        "known_answer",
        "answer IN ('yes', 'no', 'worry')",
        "answer IN ('yes', 'no', 'worry', 'aside')",
    ),
)
_OLD_CHANGED = (
    "NEW.id <> OLD.id OR NEW.subject_id <> OLD.subject_id OR NEW.document <> OLD.document"
    " OR NEW.hash <> OLD.hash OR NEW.total_pence <> OLD.total_pence OR NEW.people <> OLD.people"
    " OR NEW.method <> OLD.method OR NEW.opened_by <> OLD.opened_by"
    " OR NEW.opened_at <> OLD.opened_at OR NEW.closes_at <> OLD.closes_at"
    " OR NEW.thinking_seconds <> OLD.thinking_seconds OR OLD.outcome IS NOT NULL"
)
_CHANGED = " OR ".join(
    (
        _OLD_CHANGED,
        *(f"NEW.{name} <> OLD.{name}" for name in _NEW_RULES),
        "coalesce(NEW.latest_at <> OLD.latest_at, true)",
    )
)
_LAST = (
    "(SELECT a.answer FROM proposal_answer a WHERE a.proposal_id = e.proposal_id"
    " AND a.person_id = e.person_id ORDER BY a.number DESC LIMIT 1)"
)
_ELECTORS = "FROM proposal_elector e WHERE e.proposal_id = NEW.id"
_COUNTS = (
    f"(SELECT count(*) {_ELECTORS}) <> NEW.people"
    f" OR (SELECT coalesce(sum(e.pence), 0) {_ELECTORS}) <> NEW.total_pence"
)
_ALL_SAY_YES = f"EXISTS (SELECT 1 {_ELECTORS} AND coalesce({_LAST}, 'nothing') <> 'yes')"
_OLD_NOT_ALL = f"NEW.outcome = 'passed' AND ({_ALL_SAY_YES} OR {_COUNTS})"
# Consent: each whose money it is says yes, and nobody's worry stands (P19, P22).
_NO_CONSENT = (
    f"(SELECT count(*) {_ELECTORS} AND e.pence > 0) <> NEW.quorum"
    f" OR EXISTS (SELECT 1 {_ELECTORS} AND e.pence > 0 AND coalesce({_LAST}, 'nothing') <> 'yes')"
    f" OR EXISTS (SELECT 1 {_ELECTORS} AND {_LAST} = 'worry')"
)


def _said(answer: str) -> str:
    return f"(SELECT count(*) {_ELECTORS} AND {_LAST} = '{answer}')"


# A majority: enough have answered, and more than the threshold of those who said yes or no.
_MAJORITY = (
    f"(SELECT count(*) {_ELECTORS} AND {_LAST} IS NOT NULL) >= NEW.quorum"
    f" AND {_said('yes')} * 100 > NEW.threshold_percent * ({_said('yes')} + {_said('no')})"
)
_NOT_AGREED = (
    f"(NEW.outcome = 'passed' AND ({_COUNTS}"
    f" OR (NEW.method = 'everyone_agrees' AND {_ALL_SAY_YES})"
    f" OR (NEW.method = 'consent' AND ({_NO_CONSENT}))"
    f" OR (NEW.method = 'majority' AND NOT ({_MAJORITY}))))"
    f" OR (NEW.outcome = 'refused' AND (NEW.method <> 'majority' OR ({_MAJORITY})))"
)
# Money is never decided by a majority (P19, P22).
_BORN_WRONG = (
    "NEW.outcome IS NOT NULL OR (NEW.method = 'majority' AND NEW.total_pence <> 0)"
    " OR NEW.latest_at < NEW.closes_at"
)
_WRONG_ANSWER = (
    "EXISTS (SELECT 1 FROM proposal p WHERE p.id = NEW.proposal_id AND ("
    "(p.method = 'everyone_agrees' AND NEW.answer = 'aside')"
    " OR (p.method = 'consent' AND NEW.answer = 'no')"
    " OR (p.method = 'majority' AND NEW.answer = 'worry')))"
)
_NO_MORE_TIME = (
    "NOT EXISTS (SELECT 1 FROM proposal p WHERE p.id = NEW.proposal_id AND p.outcome IS NULL"
    " AND p.more_seconds > 0)"
)
# name: the table, the verb, what is refused, and the words of the refusal.
_RULES = {
    "proposal_same_terms": ("proposal", "UPDATE", _CHANGED, "never changed"),
    "proposal_everyone": ("proposal", "UPDATE", _NOT_AGREED, "not everyone agrees"),
    "proposal_opens_open": ("proposal", "INSERT", _BORN_WRONG, "opens open"),
    "proposal_answer_known": ("proposal_answer", "INSERT", _WRONG_ANSWER, "not an answer to this"),
    "proposal_more_time_open": ("proposal_more_time", "INSERT", _NO_MORE_TIME, "has ended"),
}
_OLD_RULES = {
    "proposal_same_terms": ("proposal", "UPDATE", _OLD_CHANGED, "never changed"),
    "proposal_everyone": ("proposal", "UPDATE", _OLD_NOT_ALL, "not everyone agrees"),
    "proposal_opens_open": ("proposal", "INSERT", "NEW.outcome IS NOT NULL", "opens open"),
}
_ASKED = "proposal_more_time"
_SAME = "proposal_id = NEW.proposal_id AND person_id = NEW.person_id"


def _sqlite(rules: dict[str, tuple[str, str, str, str]]) -> list[str]:
    return [
        f"CREATE TRIGGER {name} BEFORE {verb} ON {table} BEGIN"
        f" SELECT RAISE(ABORT, '{table}: {words}') WHERE {refused}; END"
        for name, (table, verb, refused, words) in rules.items()
    ]


def _postgresql(rules: dict[str, tuple[str, str, str, str]]) -> list[str]:
    made = []
    for name, (table, verb, refused, words) in rules.items():
        refuse = f"RAISE EXCEPTION 'decisions: {words}' USING ERRCODE = 'check_violation';"
        made += [
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $body$ BEGIN"
            f" IF {refused} THEN {refuse} END IF; RETURN NEW; END $body$",
            f"CREATE TRIGGER {name} BEFORE {verb} ON {table}"
            f" FOR EACH ROW EXECUTE FUNCTION {name}()",
        ]
    return made


def _kept(is_sqlite: bool) -> list[str]:
    """That somebody asked for more time is only ever added."""
    if is_sqlite:
        made = [
            f"CREATE TRIGGER {_ASKED}_no_{verb.lower()} BEFORE {verb} ON {_ASKED}"
            f" BEGIN SELECT RAISE(ABORT, '{_ASKED}: never {words}'); END"
            for verb, words in (("UPDATE", "changed"), ("DELETE", "deleted"))
        ]
        return [
            *made,
            f"CREATE TRIGGER {_ASKED}_no_replace BEFORE INSERT ON {_ASKED} BEGIN SELECT"
            f" RAISE(ABORT, '{_ASKED}: already there')"
            f" WHERE EXISTS (SELECT 1 FROM {_ASKED} WHERE {_SAME}); END",
        ]
    return [
        f"CREATE TRIGGER {_ASKED}_no_{verb.lower()} BEFORE {verb} ON {_ASKED}"
        f" FOR EACH {each} EXECUTE FUNCTION proposal_refuse()"
        for verb, each in (("UPDATE", "ROW"), ("DELETE", "ROW"), ("TRUNCATE", "STATEMENT"))
    ]


def _drop(name: str, table: str, *, is_sqlite: bool) -> None:
    op.execute(f"DROP TRIGGER {name}" + ("" if is_sqlite else f" ON {table}"))


def _change_checks(*, is_sqlite: bool, back: bool = False) -> None:
    """Puts other CHECKs in the place of old ones, without touching a row or a trigger.

    SQLite has no statement for it. Its manual gives this way for changes that leave the rows as
    they are (sqlite.org/lang_altertable.html, the shorter procedure): the schema's text is edited
    and its version raised, inside the transaction. A copied table would lose its triggers.
    """
    if not is_sqlite:
        for table, name, old, new in _CHECKS:
            op.drop_constraint(op.f(f"ck_{table}_{name}"), table, type_="check")
            op.create_check_constraint(op.f(f"ck_{table}_{name}"), table, old if back else new)
        return
    connection = op.get_bind()
    version = connection.exec_driver_sql("PRAGMA schema_version").scalar_one()
    connection.exec_driver_sql("PRAGMA writable_schema = ON")
    for table, name, old, new in _CHECKS:
        there, wanted = (new, old) if back else (old, new)
        done = connection.execute(
            sa.text(
                "UPDATE sqlite_master SET sql = replace(sql, :there, :wanted)"
                " WHERE type = 'table' AND name = :table AND instr(sql, :there) > 0"
            ),
            {"there": f"CHECK ({there})", "wanted": f"CHECK ({wanted})", "table": table},
        )
        if done.rowcount != 1:
            raise RuntimeError(f"the CHECK {name} of {table} is not as it was made")
    connection.exec_driver_sql(f"PRAGMA schema_version = {int(version) + 1}")
    connection.exec_driver_sql("PRAGMA writable_schema = OFF")


def upgrade() -> None:
    """Adds the rules and the table, then puts the wider guards in the place of the old."""
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for name, (table, *_rest) in _OLD_RULES.items():
        _drop(name, table, is_sqlite=is_sqlite)
    for name in _NEW_RULES:
        default = "100" if name == "threshold_percent" else "0"
        op.add_column("proposal", sa.Column(name, BIG, nullable=False, server_default=default))
    long_ago = sa.text("'1970-01-01 00:00:00'")
    op.add_column(
        "proposal", sa.Column("latest_at", Instant(), nullable=False, server_default=long_ago)
    )
    # What was opened before went by everybody's yes, and its day did not move.
    op.execute("UPDATE proposal SET quorum = people, latest_at = closes_at")
    _change_checks(is_sqlite=is_sqlite)
    op.create_table(
        _ASKED,
        sa.Column("proposal_id", sa.Uuid(), sa.ForeignKey("proposal.id"), primary_key=True),
        sa.Column("person_id", sa.Uuid(), primary_key=True),
        sa.Column("at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["proposal_id", "person_id"],
            ["proposal_elector.proposal_id", "proposal_elector.person_id"],
        ),
    )
    made = _sqlite(_RULES) if is_sqlite else _postgresql(_RULES)
    for statement in (*made, *_kept(is_sqlite)):
        op.get_bind().exec_driver_sql(statement)


def downgrade() -> None:
    """Puts the old guards back; refused by them where something went by a newer way."""
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    op.drop_table(_ASKED)
    for name, (table, *_rest) in _RULES.items():
        if table != _ASKED:  # those went with their table
            _drop(name, table, is_sqlite=is_sqlite)
    _change_checks(is_sqlite=is_sqlite, back=True)
    for name in (*_NEW_RULES, "latest_at"):
        op.drop_column("proposal", name)
    for statement in _sqlite(_OLD_RULES) if is_sqlite else _postgresql(_OLD_RULES):
        op.get_bind().exec_driver_sql(statement)
    if not is_sqlite:
        for name in set(_RULES) - set(_OLD_RULES):
            op.execute(f"DROP FUNCTION IF EXISTS {name}()")
