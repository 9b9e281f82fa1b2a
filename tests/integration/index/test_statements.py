"""A search asks the database as often for 20 results as for 2."""

from sqlalchemy import event
from sqlalchemy.orm import Session

from microcare.index.queries import find
from microcare.index.services import put_documents
from microcare.index.values import Near, Query
from tests.factories.index import COOKING, TAUNTON, a_document
from tests.integration.index.conftest import TODAY


def _statements(session: Session, query: Query) -> int:
    seen: list[str] = []

    def note(_conn, _cursor, statement, *_rest) -> None:
        seen.append(statement)

    event.listen(session.connection(), "before_cursor_execute", note)
    find(session, query, today=TODAY)
    event.remove(session.connection(), "before_cursor_execute", note)
    return len(seen)


def test_as_many_statements_for_2_as_for_20(session: Session) -> None:
    query = Query("cooking", near=Near(*TAUNTON, 5000))
    put_documents(session, [a_document(helps=(COOKING,)) for _ in range(2)])
    for_two = _statements(session, query)
    session.expire_all()
    put_documents(session, [a_document(helps=(COOKING,)) for _ in range(18)])
    session.expire_all()
    assert _statements(session, query) == for_two == 5
