"""Funders, agreements on file, purposes, and what a yes pledges; with the guards of each."""

import sqlalchemy as sa
from alembic import op

from microcare.kernel.base import Instant, Json

revision = "028_purposes"
down_revision = "027_reminders"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_FIGURES = (
    "evidence_months",
    "surplus_weeks",
    "first_review_months",
    "review_months",
    "notice_weeks",
    "return_weeks",
    "keep_years",
    "receipt_years",
)
_OLD_KINDS = "funding IN ('direct_payment', 'own')"
_NEW_KINDS = (
    "funding IN ('direct_payment', 'own')"
    " OR (funding IN ('isf', 'phb') AND agreement_id IS NOT NULL)"
)


def _figures() -> list[sa.Column[int]]:
    return [sa.Column(name, NUMBER) for name in _FIGURES]


def _uuid(name: str, to: str = "", *, key: bool = False, nullable: bool = False) -> sa.Column:
    parts = [sa.ForeignKey(to)] if to else []
    return sa.Column(name, sa.Uuid(), *parts, primary_key=key, nullable=nullable)


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False)


def _at(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, Instant(), nullable=nullable)


def _tables() -> None:
    op.create_table(
        "funder",
        _uuid("id", key=True),
        _text("name"),
        sa.Column("plain_name", sa.Text(), nullable=False, unique=True),
        _text("kind"),
        _text("ask"),
        *_figures(),
        _at("changed_at"),
        sa.CheckConstraint("kind IN ('council', 'nhs', 'holder')", name=op.f("ck_funder_known")),
    )
    op.create_table(
        "budget_rules", _uuid("budget_id", "budget.id", key=True), *_figures(), _at("told_at")
    )
    op.create_table(
        "funding_agreement",
        _uuid("id", key=True),
        _uuid("person_id", "person.id"),
        _text("about"),
        _uuid("listing_id", "listing.id", nullable=True),
        _text("agreed_by"),
        _text("reference"),
        sa.Column("agreed_on", sa.Date(), nullable=False),
        _text("words"),
        _uuid("recorded_by", "person.id"),
        _at("recorded_at"),
        _at("ended_at", nullable=True),
        sa.CheckConstraint(
            "about IN ('isf', 'phb', 'close')", name=op.f("ck_funding_agreement_known")
        ),
        sa.CheckConstraint(
            "(about = 'close') = (listing_id IS NOT NULL)",
            name=op.f("ck_funding_agreement_whom_it_pays"),
        ),
    )
    op.create_table(
        "purpose",
        _uuid("id", key=True),
        _uuid("person_id", "person.id"),
        _text("funding"),
        _text("words"),
        sa.Column("helps", Json, nullable=False),
        _at("recorded_at"),
        _at("ended_at", nullable=True),
        sa.CheckConstraint(
            "funding IN ('direct_payment', 'isf', 'phb')", name=op.f("ck_purpose_planned_money")
        ),
    )
    op.create_table(
        "own_purpose",
        _uuid("agreement_id", "agreement.id", key=True),
        _uuid("person_id", key=True),
        _uuid("budget_id", "budget.id", key=True),
        _uuid("purpose_id", "purpose.id", nullable=True),
        _text("outside"),
        sa.Column("is_close", sa.Boolean(), nullable=False),
        _at("at"),
    )
    for table in ("funding_agreement", "purpose"):
        op.create_index(f"ix_{table}_person_id", table, ["person_id"])


def _widen_kinds(connection: sa.Connection) -> None:
    """Lets a budget be of the two new kinds, where its agreement is named."""
    if connection.dialect.name != "sqlite":
        op.drop_constraint(op.f("ck_budget_shareable"), "budget", type_="check")
        op.create_check_constraint(op.f("ck_budget_shareable"), "budget", _NEW_KINDS)
        return
    # SQLite changes a CHECK in no other way than by its text, or by a copy of the table, which
    # other tables point at (sqlite.org/lang_altertable.html, "no effect on content").
    run = connection.exec_driver_sql
    version = run("PRAGMA schema_version").scalar_one()
    run("PRAGMA writable_schema = ON")
    run(
        "UPDATE sqlite_master SET sql = replace(sql, ?, ?)"
        " WHERE type = 'table' AND name = 'budget'",
        (_OLD_KINDS, _NEW_KINDS),
    )
    run(f"PRAGMA schema_version = {version + 1}")
    run("PRAGMA writable_schema = OFF")


def _differs(*names: str) -> str:
    return " OR ".join(f"NEW.{name} <> OLD.{name}" for name in names)


def _has_other(name: str) -> str:
    return f"COALESCE(CAST(NEW.{name} AS TEXT), '') <> COALESCE(CAST(OLD.{name} AS TEXT), '')"


# A yes pledges a purpose of its own person, in the plan of the very money; health money always;
# other money else by a reason; and pays nobody close without an agreement on file (P13, P14).
_WRONG_PLEDGE = (
    "NOT EXISTS (SELECT 1 FROM budget b WHERE b.id = NEW.budget_id"
    " AND b.person_id = NEW.person_id)"
    " OR (NEW.purpose_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM purpose p JOIN budget b"
    " ON b.id = NEW.budget_id WHERE p.id = NEW.purpose_id AND p.person_id = NEW.person_id"
    " AND p.funding = b.funding AND p.ended_at IS NULL))"
    " OR (NEW.purpose_id IS NULL AND EXISTS (SELECT 1 FROM budget b WHERE b.id = NEW.budget_id"
    " AND (b.funding = 'phb' OR (b.funding <> 'own' AND NEW.outside = ''))))"
    " OR (NEW.is_close AND EXISTS (SELECT 1 FROM budget b WHERE b.id = NEW.budget_id"
    " AND b.funding IN ('direct_payment', 'phb')) AND NOT EXISTS (SELECT 1"
    " FROM funding_agreement f JOIN offer_request r ON r.listing_id = f.listing_id"
    " JOIN offer o ON o.request_id = r.id JOIN agreement a ON a.offer_id = o.id"
    " WHERE a.id = NEW.agreement_id AND f.person_id = NEW.person_id AND f.about = 'close'"
    " AND f.ended_at IS NULL))"
    " OR EXISTS (SELECT 1 FROM agreement a JOIN proposal q ON q.id = a.proposal_id"
    " WHERE a.id = NEW.agreement_id AND q.outcome IS NOT NULL)"
)
# By name: table, what it stands before, SQL that is true when it is refused, and why.
_RULES = {
    "budget_by_agreement": (
        "budget",
        "INSERT",
        "NEW.funding IN ('isf', 'phb') AND NOT EXISTS (SELECT 1 FROM funding_agreement f"
        " WHERE f.id = NEW.agreement_id AND f.person_id = NEW.person_id"
        " AND f.about = NEW.funding AND f.ended_at IS NULL)",
        "no agreement on file",
    ),
    "budget_same_money": (
        "budget",
        "UPDATE",
        _differs("id", "person_id", "funding", "pence", "every_weeks", "starts_on", "ends_on")
        + f" OR {_has_other('agreement_id')}"
        + " OR (NEW.funder <> OLD.funder AND NEW.funder <> '')",
        "never changed",
    ),
    "purpose_same": (
        "purpose",
        "UPDATE",
        _differs("id", "person_id", "funding", "recorded_at")
        + " OR (NEW.words <> OLD.words AND NEW.words <> '')",
        "never changed",
    ),
    "funding_agreement_same": (
        "funding_agreement",
        "UPDATE",
        _differs("id", "person_id", "about", "agreed_on", "recorded_by", "recorded_at")
        + f" OR {_has_other('listing_id')}",
        "never changed",
    ),
    "own_purpose_rules": ("own_purpose", "INSERT", _WRONG_PLEDGE, "not what this money is for"),
    # Only its words go, with the account.
    "own_purpose_kept": (
        "own_purpose",
        "UPDATE",
        _differs("agreement_id", "person_id", "budget_id", "is_close")
        + f" OR {_has_other('purpose_id')} OR NEW.outside <> ''",
        "never changed",
    ),
    "own_purpose_stays": (
        "own_purpose",
        "DELETE",
        "EXISTS (SELECT 1 FROM agreement a JOIN proposal q ON q.id = a.proposal_id"
        " WHERE a.id = OLD.agreement_id AND q.outcome = 'passed')",
        "never deleted",
    ),
    "proposal_for_a_purpose": (
        "proposal",
        "UPDATE",
        "NEW.outcome = 'passed' AND OLD.outcome IS NULL AND EXISTS (SELECT 1 FROM own_key k"
        " JOIN agreement a ON a.id = k.agreement_id WHERE a.proposal_id = NEW.id"
        " AND NOT EXISTS (SELECT 1 FROM own_purpose p WHERE p.agreement_id = k.agreement_id"
        " AND p.person_id = k.person_id))",
        "a yes that names no purpose",
    ),
}
# Which row SQLite's INSERT OR REPLACE would put over another, asking no other trigger.
_NO_REPLACE = ("budget", "purpose", "funding_agreement")


def _sqlite() -> list[str]:
    made = [
        f"CREATE TRIGGER {name} BEFORE {verb} ON {table} BEGIN"
        f" SELECT RAISE(ABORT, '{table}: {words}') WHERE {wrong}; END"
        for name, (table, verb, wrong, words) in _RULES.items()
    ]
    return made + [
        f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} BEGIN SELECT RAISE(ABORT,"
        f" '{table}: already there') WHERE EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id); END"
        for table in _NO_REPLACE
    ]


def _postgresql() -> list[str]:
    made = []
    for name, (table, verb, wrong, words) in _RULES.items():
        row = "OLD" if verb == "DELETE" else "NEW"
        made += [
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $body$ BEGIN"
            f" IF {wrong} THEN RAISE EXCEPTION '{table}: {words}'"
            f" USING ERRCODE = 'check_violation'; END IF; RETURN {row}; END $body$",
            f"CREATE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH ROW"
            f" EXECUTE FUNCTION {name}()",
        ]
    return made


def upgrade() -> None:
    """Makes the tables, lets two more kinds of money in, then sets the guards."""
    _tables()
    connection = op.get_bind()
    kind = "CHAR(32)" if connection.dialect.name == "sqlite" else "UUID"
    connection.exec_driver_sql(
        f"ALTER TABLE budget ADD COLUMN agreement_id {kind} CONSTRAINT"
        " fk_budget_agreement_id_funding_agreement REFERENCES funding_agreement (id)"
    )
    _widen_kinds(connection)
    for statement in _sqlite() if connection.dialect.name == "sqlite" else _postgresql():
        connection.exec_driver_sql(statement)


def downgrade() -> None:
    """There is no way back: what a yes was said for would be forgotten."""
    raise NotImplementedError("what money is for is not taken apart")
