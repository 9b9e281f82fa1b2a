"""A provider who is stopped, and people who have to stop at once (pooling P37, P42)."""

import sqlalchemy as sa
from alembic import op

from microcare.kernel.base import Instant

revision = "034_stops"
down_revision = "033_witnessed"
branch_labels = None
depends_on = None

# (trigger, when, table, SQL that is true when it is wrong).
_RULES = (
    (
        "listing_stop_rules",
        "UPDATE",
        "listing_stop",
        "NEW.id <> OLD.id OR NEW.listing_id <> OLD.listing_id OR NEW.begun_at <> OLD.begun_at"
        " OR OLD.ended_at IS NOT NULL",
    ),
    (
        "listing_stays_stopped",
        "UPDATE",
        "listing",
        "NEW.state = 'public' AND EXISTS (SELECT 1 FROM listing_stop s"
        " WHERE s.listing_id = NEW.id AND s.ended_at IS NULL)",
    ),
    (
        # Nothing new is promised to whoever does not take work now (pooling P42).
        "proposal_provider_works",
        "UPDATE",
        "proposal",
        "NEW.outcome = 'passed' AND OLD.outcome IS NULL AND EXISTS (SELECT 1 FROM agreement a"
        " JOIN offer o ON o.id = a.offer_id JOIN offer_request r ON r.id = o.request_id"
        " JOIN listing l ON l.id = r.listing_id"
        " WHERE a.proposal_id = NEW.id AND l.state <> 'public')",
    ),
    (
        # Only whoever stopped, and of money that is somebody else's to ask back (pooling P37).
        "returned_budget_rules",
        "INSERT",
        "returned_budget",
        "NOT EXISTS (SELECT 1 FROM budget b JOIN sudden_stop s ON s.person_id = b.person_id"
        " WHERE b.id = NEW.budget_id AND s.id = NEW.stop_id AND b.funding <> 'own')",
    ),
    (
        "death_record_rules",
        "UPDATE",
        "death_record",
        "NEW.id <> OLD.id OR NEW.person_id <> OLD.person_id OR NEW.recorded_by <> OLD.recorded_by"
        " OR NEW.recorded_at <> OLD.recorded_at OR (NEW.basis <> OLD.basis AND NEW.basis <> '')"
        " OR (OLD.taken_back_at IS NOT NULL"
        " AND coalesce(NEW.taken_back_at <> OLD.taken_back_at, true))",
    ),
    (
        # Nobody is dead without a record, nor alive beside one.
        "person_died_recorded",
        "UPDATE",
        "person",
        "(NEW.died_at IS NOT NULL OR OLD.died_at IS NOT NULL)"
        " AND (NEW.died_at IS NOT NULL) <> EXISTS (SELECT 1 FROM death_record d"
        " WHERE d.person_id = NEW.id AND d.taken_back_at IS NULL)",
    ),
    (
        "sign_in_living",
        "INSERT",
        "sign_in",
        "EXISTS (SELECT 1 FROM person p WHERE p.id = NEW.person_id AND p.died_at IS NOT NULL)",
    ),
    ("sudden_stop_no_update", "UPDATE", "sudden_stop", "1 = 1"),
    ("returned_budget_no_update", "UPDATE", "returned_budget", "1 = 1"),
)
# Never deleted, by what makes a new row the same as one that is there.
_KEPT = {
    "listing_stop": "id = NEW.id OR (listing_id = NEW.listing_id AND ended_at IS NULL)",
    "sudden_stop": "id = NEW.id",
    "returned_budget": "budget_id = NEW.budget_id",
    "death_record": "id = NEW.id OR (person_id = NEW.person_id AND taken_back_at IS NULL)",
}


def _sqlite() -> list[str]:
    made = [
        f"CREATE TRIGGER {name} BEFORE {verb} ON {table} BEGIN"
        f" SELECT RAISE(ABORT, '{table}: {name}') WHERE {wrong}; END"
        for name, verb, table, wrong in _RULES
    ]
    for table, same in _KEPT.items():
        made += [
            f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table}"
            f" BEGIN SELECT RAISE(ABORT, '{table}: never deleted'); END",
            f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} BEGIN SELECT RAISE(ABORT,"
            f" '{table}: already there') WHERE EXISTS (SELECT 1 FROM {table} WHERE {same}); END",
        ]
    return made


def _postgresql() -> list[str]:
    made = []
    for name, verb, table, wrong in _RULES:
        made += [
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $body$ BEGIN"
            f" IF {wrong} THEN RAISE EXCEPTION '{table}: {name}'"
            " USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $body$",
            f"CREATE TRIGGER {name} BEFORE {verb} ON {table}"
            f" FOR EACH ROW EXECUTE FUNCTION {name}()",
        ]
    for table in _KEPT:
        made += [
            f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table}"
            f" FOR EACH {each} EXECUTE FUNCTION proposal_refuse()"
            for verb, each in (("DELETE", "ROW"), ("TRUNCATE", "STATEMENT"))
        ]
    return made


def _stops() -> None:
    still = sa.text("ended_at IS NULL")
    for table, columns in (
        ("listing_stop", ["listing_id"]),
        ("work_stop", ["group_id", "listing_id"]),
    ):
        of_group = [
            sa.Column("group_id", sa.Uuid(), sa.ForeignKey("care_group.id"), nullable=False)
        ]
        op.create_table(
            table,
            sa.Column("id", sa.Uuid(), primary_key=True),
            *(of_group if table == "work_stop" else []),
            sa.Column("listing_id", sa.Uuid(), sa.ForeignKey("listing.id"), nullable=False),
            sa.Column("begun_at", Instant(), nullable=False),
            sa.Column("ended_at", Instant()),
        )
        op.create_index(
            f"uq_{table}_open",
            table,
            columns,
            unique=True,
            sqlite_where=still,
            postgresql_where=still,
        )


def _sudden() -> None:
    op.create_table(
        "sudden_stop",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("stopped_at", Instant(), nullable=False),
    )
    op.create_index("ix_sudden_stop_person_id", "sudden_stop", ["person_id"])
    op.create_table(
        "returned_budget",
        sa.Column("budget_id", sa.Uuid(), sa.ForeignKey("budget.id"), primary_key=True),
        sa.Column("stop_id", sa.Uuid(), sa.ForeignKey("sudden_stop.id"), nullable=False),
    )
    op.create_index("ix_returned_budget_stop_id", "returned_budget", ["stop_id"])


def _deaths() -> None:
    op.add_column("person", sa.Column("died_at", Instant()))

    def someone(name: str, *, nullable: bool = False) -> sa.Column[sa.Uuid]:
        return sa.Column(name, sa.Uuid(), sa.ForeignKey("person.id"), nullable=nullable)

    op.create_table(
        "death_record",
        sa.Column("id", sa.Uuid(), primary_key=True),
        someone("person_id"),
        sa.Column("basis", sa.Text(), nullable=False),
        someone("recorded_by"),
        sa.Column("recorded_at", Instant(), nullable=False),
        someone("taken_back_by", nullable=True),
        sa.Column("taken_back_at", Instant()),
        sa.CheckConstraint("recorded_by <> person_id", name=op.f("ck_death_record_by_another")),
        sa.CheckConstraint("length(basis) <= 600", name=op.f("ck_death_record_basis_length")),
        sa.CheckConstraint(
            "(taken_back_by IS NULL) = (taken_back_at IS NULL)",
            name=op.f("ck_death_record_by_somebody"),
        ),
    )
    still = sa.text("taken_back_at IS NULL")
    op.create_index(
        "uq_death_record_open",
        "death_record",
        ["person_id"],
        unique=True,
        sqlite_where=still,
        postgresql_where=still,
    )


def upgrade() -> None:
    """Makes the tables, then their guards."""
    _stops()
    _sudden()
    _deaths()
    connection = op.get_bind()
    made = _sqlite() if connection.dialect.name == "sqlite" else _postgresql()
    for statement in made:
        connection.exec_driver_sql(statement)


def downgrade() -> None:
    """There is no way back: who was stopped, and when, would be forgotten."""
    raise NotImplementedError("what was stopped is not taken apart")
