"""Tables of index: shared ones, and each engine's own for full text and boxes on the map."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "004_index"
down_revision = "003_ledger"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")
# Ordered by bytes, so that the words that begin alike stand together whatever the locale.
WORD = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")

SQLITE = (
    "CREATE VIRTUAL TABLE index_fts USING fts5("
    "name, helps, alike, body, tokenize = 'ascii', detail = column)",
    "CREATE VIRTUAL TABLE index_rtree_point USING rtree(id, min_lat, max_lat, min_lng, max_lng)",
    "CREATE VIRTUAL TABLE index_rtree_area USING rtree(id, min_lat, max_lat, min_lng, max_lng)",
)
POSTGRESQL = (
    "CREATE EXTENSION IF NOT EXISTS postgis",
    "CREATE TABLE index_fts (document_id bigint PRIMARY KEY, words tsvector NOT NULL)",
    "CREATE INDEX ix_index_fts_words ON index_fts USING gin (words)",
    "CREATE TABLE index_rtree (document_id bigint PRIMARY KEY,"
    " point geometry(Point, 4326) NOT NULL, area geometry(Polygon, 4326))",
    "CREATE INDEX ix_index_rtree_point ON index_rtree USING gist (point)",
    "CREATE INDEX ix_index_rtree_area ON index_rtree USING gist (area)",
)


def upgrade() -> None:
    _documents()
    op.create_table(
        "index_help",
        sa.Column("document_id", NUMBER, nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("document_id", "slug", name="pk_index_help"),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["index_document.id"],
            name="fk_index_help_document_id_index_document",
            ondelete="CASCADE",
        ),
    )
    op.create_index("ix_index_help_slug", "index_help", ["slug"])
    _vocabulary()
    own = SQLITE if op.get_bind().dialect.name == "sqlite" else POSTGRESQL
    for statement in own:
        op.execute(statement)


def _documents() -> None:
    def needed(name: str, kind: object) -> sa.Column:
        return sa.Column(name, kind, nullable=False)

    op.create_table(
        "index_document",
        needed("id", NUMBER),
        needed("listing_id", sa.Uuid()),
        *(needed(name, sa.Text()) for name in ("slug", "name", "kind", "summary")),
        *(needed(name, sa.Double()) for name in ("lat", "lng", "x", "y", "z")),
        sa.Column("served_chord2", sa.Double()),
        needed("comes_to", sa.Boolean()),
        needed("pays", NUMBER),
        needed("days", NUMBER),
        needed("has_room", sa.Boolean()),
        sa.Column("pence", NUMBER),
        sa.Column("per", sa.Text()),
        sa.Column("minutes", NUMBER),
        sa.Column("pence_an_hour", NUMBER),
        sa.Column("confirmed_on", sa.Date()),
        needed("published_at", sa.DateTime(timezone=True)),
        *(needed(name, JSON) for name in ("helps", "words", "card")),
        sa.PrimaryKeyConstraint("id", name="pk_index_document"),
        sa.UniqueConstraint("listing_id", name="uq_index_document_listing_id"),
    )
    op.create_index("ix_index_document_published_at", "index_document", ["published_at"])


def _vocabulary() -> None:
    op.create_table(
        "index_word",
        sa.Column("word", WORD, nullable=False),
        sa.Column("stem", WORD, nullable=False),
        sa.Column("documents", NUMBER, nullable=False),
        sa.PrimaryKeyConstraint("word", name="pk_index_word"),
    )
    op.create_index("ix_index_word_stem", "index_word", ["stem"])
    op.create_table(
        "index_misspelling",
        sa.Column("form", WORD, nullable=False),
        sa.Column("word", WORD, nullable=False),
        sa.PrimaryKeyConstraint("form", "word", name="pk_index_misspelling"),
        sa.ForeignKeyConstraint(
            ["word"],
            ["index_word.word"],
            name="fk_index_misspelling_word_index_word",
            ondelete="CASCADE",
        ),
    )
    op.create_index("ix_index_misspelling_word", "index_misspelling", ["word"])


def downgrade() -> None:
    own = ["index_fts", "index_rtree"]
    if op.get_bind().dialect.name == "sqlite":
        own = ["index_fts", "index_rtree_point", "index_rtree_area"]
    shared = ["index_misspelling", "index_word", "index_help", "index_document"]
    for table in [*own, *shared]:
        op.execute(f"DROP TABLE {table}")
