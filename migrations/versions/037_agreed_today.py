"""A yes pledges held money only while its holder agrees to it: a guard looks too (P14)."""

from alembic import op

revision = "037_agreed_today"
down_revision = "036_not_paid"
branch_labels = None
depends_on = None

_NAME = "own_purpose_agreed"
_WRONG = (
    "EXISTS (SELECT 1 FROM budget b WHERE b.id = NEW.budget_id AND b.funding IN ('isf', 'phb')"
    " AND NOT EXISTS (SELECT 1 FROM funding_agreement f WHERE f.person_id = b.person_id"
    " AND f.about = b.funding AND f.ended_at IS NULL))"
)
_WORDS = "own_purpose: not what this money is for"


def upgrade() -> None:
    """Sets one guard more beside the one that asks for a purpose."""
    if op.get_bind().dialect.name == "sqlite":
        made = [
            f"CREATE TRIGGER {_NAME} BEFORE INSERT ON own_purpose BEGIN"
            f" SELECT RAISE(ABORT, '{_WORDS}') WHERE {_WRONG}; END"
        ]
    else:
        made = [
            f"CREATE FUNCTION {_NAME}() RETURNS trigger LANGUAGE plpgsql AS $body$ BEGIN"
            f" IF {_WRONG} THEN RAISE EXCEPTION '{_WORDS}' USING ERRCODE = 'check_violation';"
            " END IF; RETURN NEW; END $body$",
            f"CREATE TRIGGER {_NAME} BEFORE INSERT ON own_purpose FOR EACH ROW"
            f" EXECUTE FUNCTION {_NAME}()",
        ]
    for statement in made:
        op.get_bind().exec_driver_sql(statement)


def downgrade() -> None:
    """Takes the guard away; nothing is kept by it."""
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    op.execute(f"DROP TRIGGER {_NAME}" if is_sqlite else f"DROP FUNCTION {_NAME}() CASCADE")
