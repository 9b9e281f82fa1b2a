"""Rows written in bulk come back as if the ORM had written them."""

from datetime import datetime
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from microcare.kernel.bulk import batch, write_batch
from microcare.kernel.clock import FixedClock
from microcare.kernel.ids import new_id
from microcare.outbox.models import OutboxMessage

COLUMNS = [column.name for column in OutboxMessage.__table__.columns]
# PostgreSQL keeps no NUL, in text or in JSON.
TEXT = st.text(alphabet=st.characters(exclude_characters="\x00", exclude_categories=["Cs"]))


def _row(clock: FixedClock, **changes: Any) -> dict[str, Any]:
    usual = dict.fromkeys(COLUMNS) | {
        "id": new_id(),
        "kind": "k",
        "payload": {},
        "created_at": clock.now(),
        "not_before": clock.now(),
        "attempts": 3,
    }
    return usual | changes


def _write(session: Session, *rows: dict[str, Any]) -> None:
    engine = session.get_bind().dialect.name
    values = [tuple(row[name] for name in COLUMNS) for row in rows]
    write_batch(session.connection(), batch(OutboxMessage, COLUMNS, values, engine=engine))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(kind=TEXT, payload=st.dictionaries(TEXT, TEXT | st.integers(-(2**53), 2**53) | st.none()))
def test_any_words_come_back(
    session: Session, clock: FixedClock, kind: str, payload: dict[str, Any]
) -> None:
    row = _row(clock, kind=kind, payload=payload)
    _write(session, row)
    found = session.get_one(OutboxMessage, row["id"])
    assert {name: getattr(found, name) for name in COLUMNS} == row


def test_instants_and_nothing_come_back(session: Session, clock: FixedClock) -> None:
    sent_at = datetime.fromisoformat("2026-06-30T23:59:59.123456+01:00")
    one, other = _row(clock, sent_at=sent_at), _row(clock, last_error_kind="\\N")
    _write(session, one, other)
    assert session.get_one(OutboxMessage, one["id"]).sent_at == sent_at
    assert session.get_one(OutboxMessage, one["id"]).last_error_kind is None
    assert session.get_one(OutboxMessage, other["id"]).last_error_kind == "\\N"


def test_no_rows_are_no_trouble(session: Session) -> None:
    _write(session)
