"""Ready means guarded: each rule the database holds is looked for in its catalogue."""

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from microcare.site.queries import triggers, why_not_ready
from microcare.site.values import POSTGRESQL_TRIGGERS, SQLITE_TRIGGERS


def test_a_migrated_database_is_ready(session: Session) -> None:
    assert why_not_ready(session) == []


def test_every_trigger_in_the_database_is_looked_for(session: Session, engine_name: str) -> None:
    wanted = SQLITE_TRIGGERS if engine_name == "sqlite" else POSTGRESQL_TRIGGERS
    assert {name for name in triggers(session) if not name.startswith("ledger_")} == wanted


@pytest.mark.parametrize(
    ("guard", "table"),
    [("tr_listing_version_no_update", "listing_version"), ("proposal_everyone", "proposal")],
)
def test_a_lost_guard_is_named(session: Session, engine_name: str, guard: str, table: str) -> None:
    on = "" if engine_name == "sqlite" else f" ON {table}"
    session.execute(text(f"DROP TRIGGER {guard}{on}"))
    assert why_not_ready(session) == [f"guard missing: {guard}"]
