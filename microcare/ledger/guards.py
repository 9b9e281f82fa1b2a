"""What must be found in the catalogue: `flask db check` sees neither triggers nor CHECKs.

Altering a ledger table with Alembic's batch mode would drop them without a word, so this list is
compared with the catalogue by a test, by `/readyz` and by `ledger verify`.
"""

from sqlalchemy import text
from sqlalchemy.orm import Session

_TABLES = (
    "ledger_pot",
    "ledger_account",
    "ledger_event",
    "ledger_hold",
    "ledger_hold_end",
    "ledger_move",
)
TRIGGERS = frozenset(
    [f"{table}_rules" for table in _TABLES]
    + [f"{table}_no_delete" for table in _TABLES]
    + [f"{table}_no_update" for table in _TABLES if table != "ledger_account"]
    + ["ledger_account_by_moves", "ledger_move_apply"]
)
POSTGRESQL_TRIGGERS = TRIGGERS | {f"{table}_no_truncate" for table in _TABLES}
CONSTRAINTS = frozenset(
    {
        "ck_ledger_pot_days_in_order",
        "ck_ledger_account_never_below_zero",
        "ck_ledger_account_known_bucket",
        "ck_ledger_hold_some_pence",
        "ck_ledger_hold_end_known_end",
        "ck_ledger_hold_end_posted_not_negative",
        "ck_ledger_hold_end_posted_has_pence",
        "ck_ledger_move_some_pence",
        "ck_ledger_move_two_accounts",
    }
)


def missing_guards(session: Session) -> list[str]:
    """Names of triggers and CHECK constraints that should be in the database and are not."""
    if session.get_bind().dialect.name == "sqlite":
        found = set(session.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")))
        made = " ".join(
            session.scalars(text("SELECT sql FROM sqlite_master WHERE name LIKE 'ledger_%'"))
        )
        found |= {name for name in CONSTRAINTS if name in made}
        wanted = TRIGGERS | CONSTRAINTS
    else:
        enabled = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
        found = set(session.scalars(text(enabled)))
        found |= set(session.scalars(text("SELECT conname FROM pg_constraint WHERE convalidated")))
        wanted = POSTGRESQL_TRIGGERS | CONSTRAINTS
    return sorted(wanted - found)
