"""Where an edit of a public listing would move it; answers to wishes; no check of food hygiene."""

import sqlalchemy as sa
from alembic import op

from microcare.kernel.base import Instant

revision = "015_directory_desks"
down_revision = "014_ledger_chain"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

KNOWN_KIND = "ck_listing_check_known_kind"
KINDS = ("identity", "insurance", "dbs", "registration", "safeguarding_training")


def _check_table() -> sa.Table:
    """The table as 006 made it: SQLite changes a constraint by making the table anew."""
    text = sa.Text
    return sa.Table(
        "listing_check",
        sa.MetaData(),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("listing_id", sa.Uuid(), nullable=False),
        *(sa.Column(name, text(), nullable=name != "kind") for name in ("kind", "about", "level")),
        sa.Column("seen_by_id", sa.Uuid(), nullable=False),
        *(sa.Column(name, text(), nullable=False) for name in ("seen_by", "how")),
        sa.Column("seen_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("noted_at", Instant(), nullable=False),
        sa.CheckConstraint("kind <> ''", name=KNOWN_KIND),
        sa.CheckConstraint(
            "ends_on IS NULL OR ends_on >= seen_on", name="ck_listing_check_ends_after_seen"
        ),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["listing.id"], name="fk_listing_check_listing_id_listing"
        ),
        sa.ForeignKeyConstraint(
            ["seen_by_id"], ["person.id"], name="fk_listing_check_seen_by_id_person"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_listing_check"),
    )


def _know_kinds(*kinds: str) -> None:
    with op.batch_alter_table("listing_check", copy_from=_check_table()) as table:
        table.drop_constraint(op.f(KNOWN_KIND), type_="check")
        known = "', '".join(kinds)
        table.create_check_constraint(op.f(KNOWN_KIND), f"kind IN ('{known}')")
    if op.get_bind().dialect.name == "sqlite":
        # It went with the table.
        op.create_index("ix_listing_check_listing_id", "listing_check", ["listing_id"])


def upgrade() -> None:
    # Nothing ever asked for food hygiene, so no row has it.
    _know_kinds(*KINDS)
    moving = sa.Column("is_moving", sa.Boolean(), nullable=False, server_default=sa.false())
    op.add_column("listing", moving)
    op.add_column("listing", sa.Column("next_council_code", sa.Text(), nullable=True))
    # Named in the column, because SQLite takes no constraint afterwards.
    patch = sa.ForeignKey("patch.id", name="fk_listing_next_patch_id_patch")
    op.add_column("listing", sa.Column("next_patch_id", sa.Uuid(), patch), inline_references=True)
    # Where a catalyst's answer to a wish goes, and what it was.
    op.add_column("search_request", sa.Column("email", sa.Text(), nullable=True))
    op.add_column("wish_settled", sa.Column("answer", sa.Text(), nullable=True))
    # After how many years an area looks at a DBS check again.
    years = sa.Column("dbs_years", NUMBER, nullable=False, server_default="3")
    op.add_column("patch", years)
    op.create_index("ix_listing_next_patch_id", "listing", ["next_patch_id"])


def downgrade() -> None:
    _know_kinds(*KINDS, "food_hygiene")
    op.drop_column("patch", "dbs_years")
    op.drop_column("wish_settled", "answer")
    op.drop_column("search_request", "email")
    op.drop_index("ix_listing_next_patch_id", "listing")
    op.drop_column("listing", "next_patch_id")
    op.drop_column("listing", "next_council_code")
    op.drop_column("listing", "is_moving")
