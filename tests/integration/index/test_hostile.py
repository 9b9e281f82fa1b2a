"""No text can break a search or mean more than its words."""

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from microcare.index.queries import count, find
from microcare.index.services import put_document
from microcare.index.values import Query
from tests.factories.index import COOKING, a_document
from tests.integration.index.conftest import TODAY

HOSTILE = [
    '"',
    "'",
    '"cook',
    "cook*",
    "name:cook",
    "cook AND",
    "NOT cook",
    "NEAR(cook meals)",
    "a OR b OR",
    "^cook",
    "{name helps}: cook",
    "cook & | ! <-> :*",
    "'; DROP TABLE index_document; --",
    "\\",
    "\x00cook\x00",
    "%_%",
    "ﬁsh and chips ½ ﷽",
    "😀" * 50,
    "ж" * 300,
    "x" * 10_000,
    "cooking " * 1_250,
    " ".join(f"word{n}" for n in range(2_000)),
    "‮evil",
    "Ⅷ İstanbul ß",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_only_words(session: Session, text: str) -> None:
    put_document(session, a_document(helps=(COOKING,), body="Café"))
    answer = find(session, Query(text), today=TODAY)
    assert answer.total == len(answer.hits) == count(session, Query(text))


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=st.text(max_size=200))
@example(text="cooking")
def test_any_text_is_only_words(session: Session, text: str) -> None:
    find(session, Query(text), today=TODAY)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=st.text(max_size=300), name=st.text(max_size=60))
@example(text="x" * 40 + " " + "a1" * 30, name="'")
def test_any_text_can_be_put_and_taken_out(session: Session, text: str, name: str) -> None:
    # NUL cannot be kept in a PostgreSQL text; forms refuse it before it comes here.
    document = a_document("Any", body=text, summary=name.replace("\x00", ""))
    put_document(session, document)
    assert count(session, Query()) >= 1
