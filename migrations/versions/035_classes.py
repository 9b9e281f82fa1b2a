"""Who is asked in to look at totals; co-operatives, whose classes have set weights (P26, P28)."""

import sqlalchemy as sa
from alembic import op

from microcare.kernel.base import Instant

revision = "035_classes"
down_revision = "034_stops"
branch_labels = None
depends_on = None

_ASKED = "look_asked"
_CHANGED = (
    "NEW.id <> OLD.id OR NEW.group_id <> OLD.group_id OR NEW.authority_id <> OLD.authority_id"
    " OR NEW.asked_at <> OLD.asked_at OR NEW.counts_from <> OLD.counts_from"
    " OR OLD.ended_at IS NOT NULL"
)
# A look of somebody who is not of the group counts for nothing before its time (P26).
_TOO_SOON = (
    "NOT NEW.is_member AND NOT EXISTS (SELECT 1 FROM look_asked k"
    " JOIN authority u ON u.id = k.authority_id"
    " JOIN agreement a ON a.group_id = k.group_id JOIN bill b ON b.agreement_id = a.id"
    " WHERE b.id = NEW.bill_id AND u.supporter_id = NEW.person_id"
    " AND k.ended_at IS NULL AND k.counts_from <= NEW.at)"
)
_LAST = (
    "(SELECT a.answer FROM proposal_answer a WHERE a.proposal_id = e.proposal_id"
    " AND a.person_id = e.person_id ORDER BY a.number DESC LIMIT 1)"
)
_ELECTORS = "FROM proposal_elector e WHERE e.proposal_id = NEW.id"


def _said(answer: str) -> str:
    return f"(SELECT count(*) {_ELECTORS} AND {_LAST} = '{answer}')"


def _voice(voice: str, answers: str) -> str:
    return (
        "(SELECT count(*) FROM proposal_elector e JOIN proposal_voice v"
        " ON v.proposal_id = e.proposal_id AND v.person_id = e.person_id"
        f" WHERE e.proposal_id = NEW.id AND v.voice = '{voice}' AND {_LAST} IN ({answers}))"
    )


def _columns(voice: str, short: str) -> str:
    weight = (
        "(SELECT coalesce(sum(w.percent), 0) FROM proposal_weight w"
        f" WHERE w.proposal_id = NEW.id AND w.voice = '{voice}')"
    )
    yes, said = _voice(voice, "'yes'"), _voice(voice, "'yes', 'no'")
    return f"{weight} AS p{short}, {yes} AS y{short}, coalesce(nullif({said}, 0), 1) AS n{short}"


# More than the threshold of 100, each voice by its weight; whole numbers only, multiplied across.
_THREE = ", ".join(
    _columns(v, s) for v, s in (("users", "u"), ("workers", "w"), ("investors", "i"))
)
_BY_CLASS = (
    "EXISTS (SELECT 1 FROM (SELECT "
    f"{_THREE}) t WHERE t.pu * t.yu * t.nw * t.ni + t.pw * t.yw * t.nu * t.ni"
    " + t.pi * t.yi * t.nu * t.nw > NEW.threshold_percent * t.nu * t.nw * t.ni)"
)
_HAS_CLASSES = "EXISTS (SELECT 1 FROM proposal_weight w WHERE w.proposal_id = NEW.id)"
_NOT_WHOLE = (
    f"({_HAS_CLASSES} AND ((SELECT sum(w.percent) FROM proposal_weight w"
    " WHERE w.proposal_id = NEW.id) <> 100"
    f" OR EXISTS (SELECT 1 {_ELECTORS} AND NOT EXISTS (SELECT 1 FROM proposal_voice v"
    " WHERE v.proposal_id = e.proposal_id AND v.person_id = e.person_id))))"
)
# What 022 has, and where there are classes they are counted.
_MAJORITY = (
    f"(SELECT count(*) {_ELECTORS} AND {_LAST} IS NOT NULL) >= NEW.quorum AND NOT {_NOT_WHOLE}"
    f" AND ((NOT {_HAS_CLASSES}"
    f" AND {_said('yes')} * 100 > NEW.threshold_percent * ({_said('yes')} + {_said('no')}))"
    f" OR ({_HAS_CLASSES} AND {_BY_CLASS}))"
)
_COUNTS = (
    f"(SELECT count(*) {_ELECTORS}) <> NEW.people"
    f" OR (SELECT coalesce(sum(e.pence), 0) {_ELECTORS}) <> NEW.total_pence"
)
_ALL_SAY_YES = f"EXISTS (SELECT 1 {_ELECTORS} AND coalesce({_LAST}, 'nothing') <> 'yes')"
_NO_CONSENT = (
    f"(SELECT count(*) {_ELECTORS} AND e.pence > 0) <> NEW.quorum"
    f" OR EXISTS (SELECT 1 {_ELECTORS} AND e.pence > 0 AND coalesce({_LAST}, 'nothing') <> 'yes')"
    f" OR EXISTS (SELECT 1 {_ELECTORS} AND {_LAST} = 'worry')"
)
_NOT_AGREED = (
    f"(NEW.outcome = 'passed' AND ({_COUNTS}"
    f" OR (NEW.method = 'everyone_agrees' AND {_ALL_SAY_YES})"
    f" OR (NEW.method = 'consent' AND ({_NO_CONSENT}))"
    f" OR (NEW.method = 'majority' AND NOT ({_MAJORITY}))))"
    f" OR (NEW.outcome = 'refused' AND (NEW.method <> 'majority' OR ({_MAJORITY})))"
)
# The rules are those that it opened with: nothing is added once somebody has answered (P21).
_TOO_LATE = (
    "EXISTS (SELECT 1 FROM proposal_answer a WHERE a.proposal_id = NEW.proposal_id)"
    " OR NOT EXISTS (SELECT 1 FROM proposal p WHERE p.id = NEW.proposal_id"
    " AND p.outcome IS NULL AND p.method = 'majority')"
)
# Money from personal budgets is decided by those alone who use support (P28).
_NO_USER = (
    "EXISTS (SELECT 1 FROM proposal p JOIN coop c ON c.group_id = p.subject_id"
    " JOIN member_stake s ON s.group_id = c.group_id AND s.person_id = NEW.person_id"
    " WHERE p.id = NEW.proposal_id AND p.total_pence > 0 AND s.stake IN ('works', 'invests'))"
)
# All agreed on these weights; or one is alone there, and begins with them.
_NOT_BY_ALL = (
    "NOT EXISTS (SELECT 1 FROM coop_asked k JOIN proposal p ON p.id = k.proposal_id"
    " WHERE k.group_id = NEW.group_id AND p.outcome = 'passed'"
    " AND k.users_percent = NEW.users_percent AND k.workers_percent = NEW.workers_percent"
    " AND k.investors_percent = NEW.investors_percent)"
    " AND (SELECT count(*) FROM membership m WHERE m.group_id = NEW.group_id"
    " AND m.left_at IS NULL) > 1"
)
# Written once (P8): each with what makes a new row the same as one that is there.
_KEPT = {
    "proposal_weight": "proposal_id = NEW.proposal_id AND voice = NEW.voice",
    "proposal_voice": "proposal_id = NEW.proposal_id AND person_id = NEW.person_id",
    "coop_asked": "proposal_id = NEW.proposal_id",
}
# What must not be: (trigger, table, verb, what is wrong, SQL that is true when it is wrong).
_RULES = (
    ("look_asked_no_delete", _ASKED, "DELETE", "never deleted", "1 = 1"),
    ("look_asked_same", _ASKED, "UPDATE", "never changed", _CHANGED),
    ("bill_confirmation_asked", "bill_confirmation", "INSERT", "not asked in yet", _TOO_SOON),
    *((f"{t}_no_update", t, "UPDATE", "never changed", "1 = 1") for t in _KEPT),
    *((f"{t}_no_delete", t, "DELETE", "never deleted", "1 = 1") for t in _KEPT),
    ("proposal_weight_open", "proposal_weight", "INSERT", "too late", _TOO_LATE),
    ("proposal_voice_open", "proposal_voice", "INSERT", "too late", _TOO_LATE),
    ("proposal_elector_users", "proposal_elector", "INSERT", "not their money", _NO_USER),
    ("coop_by_all", "coop", "INSERT", "not agreed by all", _NOT_BY_ALL),
    ("coop_by_all_again", "coop", "UPDATE", "not agreed by all", _NOT_BY_ALL),
)
# In the place of the one that 022 made.
_AGAIN = ("proposal_everyone", "proposal", "UPDATE", "not everyone agrees", _NOT_AGREED)


def _sqlite() -> list[str]:
    return [
        "DROP TRIGGER proposal_everyone",
        # INSERT OR REPLACE slips past triggers on deletes.
        *(
            f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} BEGIN SELECT"
            f" RAISE(ABORT, '{table}: already there')"
            f" WHERE EXISTS (SELECT 1 FROM {table} WHERE {same}); END"
            for table, same in _KEPT.items()
        ),
        *(
            f"CREATE TRIGGER {name} BEFORE {verb} ON {table} BEGIN"
            f" SELECT RAISE(ABORT, '{table}: {words}') WHERE {wrong}; END"
            for name, table, verb, words, wrong in (*_RULES, _AGAIN)
        ),
    ]


def _postgresql() -> list[str]:
    made = [
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}"
        " FOR EACH STATEMENT EXECUTE FUNCTION proposal_refuse()"
        for table in _KEPT
    ]
    for name, table, verb, words, wrong in (*_RULES, _AGAIN):
        back = "OLD" if verb == "DELETE" else "NEW"
        raises = f"RAISE EXCEPTION '{table}: {words}' USING ERRCODE = 'check_violation';"
        made.append(
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql"
            f" AS $body$ BEGIN IF {wrong} THEN {raises} END IF; RETURN {back}; END $body$"
        )
        if name != _AGAIN[0]:
            made.append(
                f"CREATE TRIGGER {name} BEFORE {verb} ON {table}"
                f" FOR EACH ROW EXECUTE FUNCTION {name}()"
            )
    return made


def _make_looks() -> None:
    op.create_table(
        _ASKED,
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("group_id", sa.Uuid(), sa.ForeignKey("care_group.id"), nullable=False),
        sa.Column("authority_id", sa.Uuid(), sa.ForeignKey("authority.id"), nullable=False),
        sa.Column("asked_at", Instant(), nullable=False),
        sa.Column("counts_from", Instant(), nullable=False),
        sa.Column("ended_at", Instant()),
        sa.CheckConstraint("counts_from > asked_at", name="counts_later"),
    )
    op.create_index(
        "uq_look_asked_live",
        _ASKED,
        ["group_id", "authority_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )


BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _percents() -> list[sa.schema.SchemaItem]:
    whole = (
        "users_percent >= 1 AND workers_percent >= 1 AND investors_percent >= 0"
        " AND users_percent + workers_percent + investors_percent = 100"
    )
    names = ("users_percent", "workers_percent", "investors_percent")
    return [
        *(sa.Column(name, BIG, nullable=False) for name in names),
        sa.CheckConstraint(whole, name="whole"),
        sa.CheckConstraint("investors_percent <= 10", name="investors_at_most"),
    ]


def _key(name: str, refers: str) -> sa.Column[sa.Uuid[object]]:
    return sa.Column(name, sa.Uuid(), sa.ForeignKey(refers), primary_key=True)


def _make_coops() -> None:
    since = sa.Column("since", Instant(), nullable=False)
    op.create_table("coop", _key("group_id", "care_group.id"), *_percents(), since)
    asked_in = sa.Column("group_id", sa.Uuid(), sa.ForeignKey("care_group.id"), nullable=False)
    op.create_table("coop_asked", _key("proposal_id", "proposal.id"), asked_in, *_percents())
    op.create_index("ix_coop_asked_group_id", "coop_asked", ["group_id"])
    op.create_table(
        "member_stake",
        _key("group_id", "care_group.id"),
        _key("person_id", "person.id"),
        sa.Column("stake", sa.Text(), nullable=False),
        sa.Column("said_at", Instant(), nullable=False),
        sa.CheckConstraint("stake IN ('uses', 'speaks', 'works', 'invests')", name="known_stake"),
    )


def _make_weights() -> None:
    known = "voice IN ('users', 'workers', 'investors')"
    op.create_table(
        "proposal_weight",
        _key("proposal_id", "proposal.id"),
        sa.Column("voice", sa.Text(), primary_key=True),
        sa.Column("percent", BIG, nullable=False),
        sa.CheckConstraint(known, name="known_voice"),
        sa.CheckConstraint("percent BETWEEN 1 AND 100", name="of_all"),
        sa.CheckConstraint("voice <> 'investors' OR percent <= 10", name="investors_at_most"),
    )
    op.create_table(
        "proposal_voice",
        _key("proposal_id", "proposal.id"),
        sa.Column("person_id", sa.Uuid(), primary_key=True),
        sa.Column("voice", sa.Text(), nullable=False),
        sa.CheckConstraint(known, name="known_voice"),
        sa.ForeignKeyConstraint(
            ["proposal_id", "person_id"],
            ["proposal_elector.proposal_id", "proposal_elector.person_id"],
        ),
    )


def upgrade() -> None:
    """Makes the tables, then their guards."""
    _make_looks()
    _make_coops()
    _make_weights()
    connection = op.get_bind()
    for statement in _sqlite() if connection.dialect.name == "sqlite" else _postgresql():
        connection.exec_driver_sql(statement)


def downgrade() -> None:
    """There is no way back: what was told to all would be forgotten."""
    raise NotImplementedError("who was asked in is not taken apart")
