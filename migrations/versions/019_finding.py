"""Tables of finding each other (interests, turns, introductions) and of a group becoming two."""

import sqlalchemy as sa
from alembic import op

from microcare.kernel.base import Instant, Json

revision = "019_finding"
down_revision = "018_kept_writing"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_PARTS = (
    "weekday_morning",
    "weekday_afternoon",
    "weekday_evening",
    "weekend_morning",
    "weekend_afternoon",
    "weekend_evening",
)
# A turn is taken again after seven days, by its own person, and not before.
_TOO_SOON = (
    "NEW.person_id <> OLD.person_id OR NEW.number <> OLD.number OR NEW.taken_on < {week_later}"
)


def _introductions() -> None:
    known = "IN ('yes', 'no', 'left')"
    op.create_table(
        "introduction",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("one_id", sa.Uuid(), sa.ForeignKey("person.id")),
        sa.Column("other_id", sa.Uuid(), sa.ForeignKey("person.id")),
        sa.Column("one_answer", sa.Text()),
        sa.Column("other_answer", sa.Text()),
        sa.Column("one_group_id", sa.Uuid(), sa.ForeignKey("care_group.id")),
        sa.Column("other_group_id", sa.Uuid(), sa.ForeignKey("care_group.id")),
        sa.Column("by_catalyst_id", sa.Uuid(), sa.ForeignKey("person.id")),
        sa.Column("helps", Json, nullable=False),
        sa.Column("times", Json, nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("met_on", sa.Date()),
        sa.Column("group_id", sa.Uuid(), sa.ForeignKey("care_group.id")),
        sa.Column("started_by_id", sa.Uuid(), sa.ForeignKey("person.id")),
        sa.Column("invitation_id", sa.Uuid(), sa.ForeignKey("group_invitation.id")),
        sa.CheckConstraint("one_id < other_id", name=op.f("ck_introduction_in_order")),
        sa.CheckConstraint(f"one_answer {known}", name=op.f("ck_introduction_one_known")),
        sa.CheckConstraint(f"other_answer {known}", name=op.f("ck_introduction_other_known")),
        sa.CheckConstraint(
            "met_on IS NULL OR (coalesce(one_answer, '') IN ('yes', 'left')"
            " AND coalesce(other_answer, '') IN ('yes', 'left'))",
            name=op.f("ck_introduction_met_by_both"),
        ),
        sa.CheckConstraint(
            "met_on IS NOT NULL OR (coalesce(one_answer, '') <> 'left'"
            " AND coalesce(other_answer, '') <> 'left')",
            name=op.f("ck_introduction_left_after_meeting"),
        ),
        sa.CheckConstraint(
            "met_on IS NOT NULL OR group_id IS NULL",
            name=op.f("ck_introduction_met_before_group"),
        ),
        sa.CheckConstraint("ends_on >= made_on", name=op.f("ck_introduction_ends_after_start")),
    )
    op.create_index("ix_introduction_other_id", "introduction", ["other_id"])
    for name, which in (("found", "IS NULL"), ("by_catalyst", "IS NOT NULL")):
        where = sa.text(f"by_catalyst_id {which}")
        op.create_index(
            f"uq_introduction_{name}",
            "introduction",
            ["one_id", "other_id"],
            unique=True,
            sqlite_where=where,
            postgresql_where=where,
        )


def _interests() -> None:
    op.create_table(
        "interest",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("person_id", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("slot", NUMBER, nullable=False),
        sa.Column("group_id", sa.Uuid(), sa.ForeignKey("care_group.id")),
        sa.Column("outcode", sa.Text(), nullable=False),
        sa.Column("said_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("told_on", sa.Date()),
        sa.Column("wants_at", Instant()),
        sa.Column(
            "introduction_id", sa.Uuid(), sa.ForeignKey("introduction.id", ondelete="SET NULL")
        ),
        sa.Column("asked_patch_id", sa.Uuid(), sa.ForeignKey("patch.id")),
        sa.Column("asked_on", sa.Date()),
        sa.Column("asked_until", sa.Date()),
        sa.UniqueConstraint("person_id", "slot"),
        sa.CheckConstraint("slot BETWEEN 1 AND 3", name=op.f("ck_interest_three_at_most")),
        sa.CheckConstraint(
            "wants_at IS NULL OR introduction_id IS NULL", name=op.f("ck_interest_one_at_a_time")
        ),
        sa.CheckConstraint("ends_on >= said_on", name=op.f("ck_interest_ends_after_start")),
        sa.CheckConstraint(
            "(asked_patch_id IS NULL) = (asked_on IS NULL)"
            " AND (asked_on IS NULL) = (asked_until IS NULL)",
            name=op.f("ck_interest_asked_whole"),
        ),
        sa.CheckConstraint(
            "asked_until IS NULL OR asked_until <= ends_on",
            name=op.f("ck_interest_asked_while_it_lives"),
        ),
    )
    op.create_index("ix_interest_outcode", "interest", ["outcode"])
    op.create_index("ix_interest_asked_patch_id", "interest", ["asked_patch_id"])
    op.create_table(
        "interest_help",
        sa.Column(
            "interest_id",
            sa.Uuid(),
            sa.ForeignKey("interest.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("help_slug", sa.Text(), sa.ForeignKey("taxonomy_term.slug"), primary_key=True),
    )
    op.create_table(
        "interest_time",
        sa.Column(
            "interest_id",
            sa.Uuid(),
            sa.ForeignKey("interest.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("part", sa.Text(), primary_key=True),
        sa.CheckConstraint(f"part IN {_PARTS}", name=op.f("ck_interest_time_known_part")),
    )
    op.create_table(
        "interest_turn",
        sa.Column("person_id", sa.Uuid(), sa.ForeignKey("person.id"), primary_key=True),
        sa.Column("number", NUMBER, primary_key=True, autoincrement=False),
        sa.Column("taken_on", sa.Date(), nullable=False),
        sa.CheckConstraint("number BETWEEN 1 AND 3", name=op.f("ck_interest_turn_three_at_most")),
    )


def _buddings() -> None:
    op.create_table(
        "budding",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("group_id", sa.Uuid(), sa.ForeignKey("care_group.id"), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("proposed_by", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("proposed_at", Instant(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("ended_at", Instant()),
        sa.Column("new_group_id", sa.Uuid(), sa.ForeignKey("care_group.id"), unique=True),
        sa.CheckConstraint(
            "new_group_id IS NULL OR ended_at IS NOT NULL", name=op.f("ck_budding_ends_once")
        ),
        sa.CheckConstraint(
            "new_group_id IS NULL OR new_group_id <> group_id", name=op.f("ck_budding_two_groups")
        ),
    )
    still_open = sa.text("ended_at IS NULL")
    op.create_index(
        "uq_budding_open",
        "budding",
        ["group_id"],
        unique=True,
        sqlite_where=still_open,
        postgresql_where=still_open,
    )
    op.create_table(
        "budding_mover",
        sa.Column(
            "budding_id",
            sa.Uuid(),
            sa.ForeignKey("budding.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("person_id", sa.Uuid(), sa.ForeignKey("person.id"), primary_key=True),
        sa.Column("said_yes_at", Instant()),
    )


def _guards() -> None:
    """Turns cannot be had back early; a group begins only when each who would move said yes."""
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    week_later = "date(OLD.taken_on, '+7 days')" if is_sqlite else "OLD.taken_on + 7"
    rules = {
        "interest_turn_week": ("interest_turn", _TOO_SOON.format(week_later=week_later)),
        "budding_by_each": (
            "budding",
            "NEW.new_group_id IS NOT NULL AND EXISTS (SELECT 1 FROM budding_mover m"
            " WHERE m.budding_id = NEW.id AND m.said_yes_at IS NULL)",
        ),
    }
    for name, (table, wrong) in rules.items():
        if is_sqlite:
            op.execute(
                f"CREATE TRIGGER {name} BEFORE UPDATE ON {table} BEGIN"
                f" SELECT RAISE(ABORT, '{table}: {name}') WHERE {wrong}; END"
            )
            continue
        op.execute(
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $body$ BEGIN"
            f" IF {wrong} THEN RAISE EXCEPTION '{table}: {name}'"
            " USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $body$"
        )
        op.execute(
            f"CREATE TRIGGER {name} BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
        )


def upgrade() -> None:
    """Makes the tables, then their guards."""
    _introductions()
    _interests()
    _buddings()
    _guards()


def downgrade() -> None:
    """Removes them."""
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for table in (
        "budding_mover",
        "budding",
        "interest_turn",
        "interest_time",
        "interest_help",
        "interest",
        "introduction",
    ):
        op.drop_table(table)
    for name in () if is_sqlite else ("interest_turn_week", "budding_by_each"):
        op.execute(f"DROP FUNCTION {name}()")
