"""Tables of receipts: what shows a payment, what is missing, the provider's own bill as a file."""

import sqlalchemy as sa
from alembic import op

from microcare.kernel.base import Instant

revision = "031_receipts"
down_revision = "030_partings"
branch_labels = None
depends_on = None

_NEVER_PAID = (
    "NOT EXISTS (SELECT 1 FROM share_paid p WHERE p.bill_id = NEW.bill_id"
    " AND p.person_id = NEW.person_id)"
)
# Only its end may be written, once, and its file let go.
_CHANGED = (
    "NEW.id <> OLD.id OR NEW.bill_id <> OLD.bill_id OR NEW.person_id <> OLD.person_id"
    " OR NEW.kind <> OLD.kind OR NEW.added_at <> OLD.added_at"
    " OR (NEW.file_id IS NOT NULL AND (OLD.file_id IS NULL OR NEW.file_id <> OLD.file_id))"
    " OR (OLD.ended_at IS NOT NULL AND (NEW.ended_at IS NULL OR NEW.ended_at <> OLD.ended_at))"
)
_GUARDS = (
    ("evidence_rules", "INSERT", _NEVER_PAID, "nothing was paid"),
    ("evidence_no_update", "UPDATE", _CHANGED, "never changed"),
)


def _guard(name: str, verb: str, wrong: str, words: str, *, is_sqlite: bool) -> list[str]:
    if is_sqlite:
        return [
            f"CREATE TRIGGER {name} BEFORE {verb} ON evidence BEGIN"
            f" SELECT RAISE(ABORT, 'evidence: {words}') WHERE {wrong}; END"
        ]
    raises = f"RAISE EXCEPTION 'evidence: {words}' USING ERRCODE = 'check_violation';"
    return [
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $body$ BEGIN"
        f" IF {wrong} THEN {raises} END IF; RETURN NEW; END $body$",
        f"CREATE TRIGGER {name} BEFORE {verb} ON evidence FOR EACH ROW EXECUTE FUNCTION {name}()",
    ]


def _uuid(
    name: str, to: str = "", *, key: bool = False, nullable: bool = False
) -> sa.Column[object]:
    foreign = [sa.ForeignKey(to)] if to else []
    return sa.Column(name, sa.Uuid(), *foreign, primary_key=key, nullable=nullable)


def _evidence() -> None:
    op.create_table(
        "evidence",
        _uuid("id", key=True),
        _uuid("bill_id", "bill.id"),
        _uuid("person_id"),
        sa.Column("kind", sa.Text(), nullable=False),
        _uuid("file_id", "stored_file.id", nullable=True),
        sa.Column("added_at", Instant(), nullable=False),
        sa.Column("ended_at", Instant(), nullable=True),
        sa.CheckConstraint("kind IN ('receipt', 'statement')", name=op.f("ck_evidence_known")),
        sa.CheckConstraint(
            "kind = 'receipt' OR file_id IS NULL", name=op.f("ck_evidence_file_of_receipt")
        ),
    )
    op.create_index("ix_evidence_bill_id_person_id", "evidence", ["bill_id", "person_id"])
    op.create_index("ix_evidence_person_id", "evidence", ["person_id"])


def _missing() -> None:
    big = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "missing_receipt",
        _uuid("id", key=True),
        _uuid("bill_id", "bill.id"),
        _uuid("person_id", "person.id"),
        sa.Column("since", Instant(), nullable=False),
        sa.Column("reminded", big, nullable=False),
        sa.Column("asked_at", Instant(), nullable=True),
        _uuid("patch_id", "patch.id", nullable=True),
        sa.UniqueConstraint(
            "bill_id", "person_id", name=op.f("uq_missing_receipt_bill_id_person_id")
        ),
        sa.CheckConstraint(
            "(asked_at IS NULL) = (patch_id IS NULL)",
            name=op.f("ck_missing_receipt_asked_of_somebody"),
        ),
    )
    op.create_index("ix_missing_receipt_person_id", "missing_receipt", ["person_id"])
    op.create_index("ix_missing_receipt_patch_id", "missing_receipt", ["patch_id"])


def upgrade() -> None:
    """Makes the tables and their guards. What was paid before is asked for no receipt."""
    _evidence()
    _missing()
    op.create_table(
        "bill_file",
        _uuid("bill_id", "bill.id", key=True),
        _uuid("file_id", "stored_file.id"),
        sa.Column("added_at", Instant(), nullable=False),
    )
    op.create_table(
        "spending_pause",
        _uuid("person_id", "person.id", key=True),
        _uuid("cause_id", key=True),
        sa.Column("begins_at", Instant(), nullable=False),
    )
    connection = op.get_bind()
    for guard in _GUARDS:
        for statement in _guard(*guard, is_sqlite=connection.dialect.name == "sqlite"):
            connection.exec_driver_sql(statement)


def downgrade() -> None:
    """There is no way back: what shows a payment would be lost."""
    raise NotImplementedError("what shows that something was paid is not taken apart")
