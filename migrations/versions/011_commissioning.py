"""Tables of commissioning, and the triggers that keep shares as they were agreed."""

import sqlalchemy as sa
from alembic import op

from microcare.kernel.base import Instant

revision = "011_commissioning"
down_revision = "010_groups"
branch_labels = None
depends_on = None

# A share is resolved once (pooling P16): later changes of any kind never reach it.
_FROZEN = {
    "agreement": "id = NEW.id OR proposal_id = NEW.proposal_id",
    "care_session": "id = NEW.id OR (agreement_id = NEW.agreement_id AND number = NEW.number)",
    "session_share": "session_id = NEW.session_id AND person_id = NEW.person_id",
}

# An offer may be taken back. What it says stays what was read.
_OFFER = [
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
]
_OFFER_CHANGED = " OR ".join(f"NEW.{name} <> OLD.{name}" for name in ("id", *_OFFER))


def _offer_guard(dialect: str) -> list[str]:
    if dialect == "sqlite":
        return [
            "CREATE TRIGGER offer_same_terms BEFORE UPDATE ON offer BEGIN"
            f" SELECT RAISE(ABORT, 'offer: never changed') WHERE {_OFFER_CHANGED}; END"
        ]
    words = "RAISE EXCEPTION 'offer: never changed' USING ERRCODE = 'check_violation';"
    return [
        "CREATE FUNCTION offer_same_terms() RETURNS trigger LANGUAGE plpgsql AS $body$ BEGIN"
        f" IF {_OFFER_CHANGED} THEN {words} END IF; RETURN NEW; END $body$",
        "CREATE TRIGGER offer_same_terms BEFORE UPDATE ON offer"
        " FOR EACH ROW EXECUTE FUNCTION offer_same_terms()",
    ]


def _guards(dialect: str) -> list[str]:
    made = _offer_guard(dialect)
    for table, same in _FROZEN.items():
        if dialect == "sqlite":
            for verb in ("UPDATE", "DELETE"):
                made.append(
                    f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table}"
                    f" BEGIN SELECT RAISE(ABORT, '{table}: never changed'); END"
                )
            made.append(
                f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} BEGIN SELECT"
                f" RAISE(ABORT, '{table}: already there') WHERE EXISTS"
                f" (SELECT 1 FROM {table} WHERE {same}); END"
            )
        else:
            for verb, each in (("UPDATE", "ROW"), ("DELETE", "ROW"), ("TRUNCATE", "STATEMENT")):
                made.append(
                    f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table}"
                    f" FOR EACH {each} EXECUTE FUNCTION proposal_refuse()"
                )
    return made


def upgrade() -> None:
    """Makes the tables, then their guards."""
    big = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "brief",
        sa.Column("group_id", sa.Uuid(), sa.ForeignKey("care_group.id"), primary_key=True),
        sa.Column("wants", sa.Text(), nullable=False),
        sa.Column("times", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("changed_at", Instant(), nullable=False),
    )
    op.create_table(
        "offer_request",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("group_id", sa.Uuid(), sa.ForeignKey("care_group.id"), nullable=False),
        sa.Column("listing_id", sa.Uuid(), sa.ForeignKey("listing.id"), nullable=False),
        sa.Column("asked_at", Instant(), nullable=False),
        sa.Column("declined_at", Instant()),
        sa.UniqueConstraint("group_id", "listing_id"),
    )
    op.create_index("ix_offer_request_listing_id", "offer_request", ["listing_id"])
    op.create_table(
        "offer",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("request_id", sa.Uuid(), sa.ForeignKey("offer_request.id"), nullable=False),
        sa.Column("provider", sa.Text(), nullable=False),
        sa.Column("session_pence", big, nullable=False),
        sa.Column("sessions", big, nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("every_weeks", big, nullable=False),
        sa.Column("times", sa.Text(), nullable=False),
        sa.Column("includes", sa.Text(), nullable=False),
        sa.Column("cancelling", sa.Text(), nullable=False),
        sa.Column("leaving", sa.Text(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("most_people", big, nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("withdrawn_at", Instant()),
        sa.CheckConstraint("session_pence > 0", name=op.f("ck_offer_some_pence")),
        sa.CheckConstraint("sessions BETWEEN 1 AND 104", name=op.f("ck_offer_some_sessions")),
        sa.CheckConstraint("every_weeks BETWEEN 1 AND 8", name=op.f("ck_offer_weeks")),
        sa.CheckConstraint("most_people >= 2", name=op.f("ck_offer_two_or_more")),
    )
    op.create_index("ix_offer_request_id", "offer", ["request_id"])
    op.create_table(
        "agreement",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("group_id", sa.Uuid(), sa.ForeignKey("care_group.id"), nullable=False),
        sa.Column("offer_id", sa.Uuid(), sa.ForeignKey("offer.id"), nullable=False),
        sa.Column(
            "proposal_id", sa.Uuid(), sa.ForeignKey("proposal.id"), nullable=False, unique=True
        ),
        sa.Column("opened_at", Instant(), nullable=False),
    )
    op.create_index("ix_agreement_group_id", "agreement", ["group_id"])
    op.create_table(
        "care_session",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("agreement_id", sa.Uuid(), sa.ForeignKey("agreement.id"), nullable=False),
        sa.Column("number", big, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.UniqueConstraint("agreement_id", "number"),
    )
    op.create_table(
        "session_share",
        sa.Column("session_id", sa.Uuid(), sa.ForeignKey("care_session.id"), primary_key=True),
        sa.Column("person_id", sa.Uuid(), primary_key=True),
        sa.Column("pence", big, nullable=False),
        sa.CheckConstraint("pence >= 0", name=op.f("ck_session_share_not_negative")),
    )
    op.create_table(
        "own_key",
        sa.Column("agreement_id", sa.Uuid(), sa.ForeignKey("agreement.id"), primary_key=True),
        sa.Column("person_id", sa.Uuid(), primary_key=True),
        sa.Column("budget_id", sa.Uuid(), sa.ForeignKey("budget.id"), nullable=False),
        sa.Column("at", Instant(), nullable=False),
    )
    op.create_table(
        "private_note",
        sa.Column("agreement_id", sa.Uuid(), sa.ForeignKey("agreement.id"), primary_key=True),
        sa.Column("person_id", sa.Uuid(), primary_key=True),
        sa.Column("short_pence", big, nullable=False),
    )
    connection = op.get_bind()
    for statement in _guards(connection.dialect.name):
        connection.exec_driver_sql(statement)


def downgrade() -> None:
    """Removes the tables with their guards."""
    for table in (
        "private_note",
        "own_key",
        "session_share",
        "care_session",
        "agreement",
        "offer",
        "offer_request",
        "brief",
    ):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION IF EXISTS offer_same_terms()")
