"""An index filled at once is the same index as one filled a document at a time."""

from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from microcare.index.services import put_documents
from microcare.index.services.fill import count_words, fill, first_free_id, prepare
from microcare.index.values import Document
from tests.factories.index import COOKING, GARDENING, a_document, hourly

TABLES = {
    "index_document": "*",
    "index_help": "*",
    "index_word": "*",
    "index_misspelling": "*",
}
OWN = {
    "sqlite": {
        "index_fts_content": "*",
        "index_rtree_point": "*",
        "index_rtree_area": "*",
    },
    "postgresql": {
        "index_fts": "document_id, words::text",
        "index_rtree": "document_id, ST_AsText(point), ST_AsText(area)",
    },
}


def _documents() -> list[Document]:
    return [
        a_document("Kitchen Table Cooks", helps=(COOKING,), price=hourly(1800), days=("mon",)),
        a_document("Trull Gardeners", helps=(GARDENING, COOKING), served_radius_m=8000),
        a_document("Zoë’s “Tab\there”", body="back\\slash\nand a line", comes_to=False),
    ]


def _contents(session: Session, engine: str) -> dict[str, list[Any]]:
    tables = TABLES | OWN[engine]
    return {
        name: sorted(map(repr, session.execute(text(f"SELECT {columns} FROM {name}"))))
        for name, columns in tables.items()
    }


def _fill(session: Session, documents: list[Document], engine: str) -> None:
    prepared = prepare(documents, first_id=first_free_id(session), engine=engine)
    fill(session, prepared)
    count_words(session, prepared.words)


def test_filling_is_putting(session: Session, engine_name: str) -> None:
    documents = _documents()
    with session.begin_nested() as nested:
        put_documents(session, documents)
        session.flush()
        put = _without_ids(_contents(session, engine_name))
        nested.rollback()
    _fill(session, documents, engine_name)
    assert _without_ids(_contents(session, engine_name)) == put


def _without_ids(contents: dict[str, list[Any]]) -> dict[str, list[Any]]:
    # PostgreSQL's numbers go on after a rollback, so the two differ in the first column only.
    numbered = {"index_document", "index_help", "index_fts", "index_fts_content", "index_rtree"}
    numbered |= {"index_rtree_point", "index_rtree_area"}
    return {
        name: sorted(row.partition(", ")[2] if name in numbered else row for row in rows)
        for name, rows in contents.items()
    }


def test_filling_goes_on_where_putting_left_off(session: Session, engine_name: str) -> None:
    first, *rest = _documents()
    put_documents(session, [first])
    _fill(session, rest, engine_name)
    put_documents(session, [a_document("Moor Walks")])
    count = session.scalar(text("SELECT count(*) FROM index_document"))
    assert count == 4
    told = session.execute(text("SELECT documents FROM index_word WHERE word = 'cook'"))
    assert told.scalar_one() == 4


@pytest.mark.parametrize("wrong", [0, 1])
def test_a_wrong_number_is_refused(session: Session, engine_name: str, wrong: int) -> None:
    """The numbers must be free: the test can fail."""
    put_documents(session, [a_document()])
    taken = session.scalar(text("SELECT max(id) FROM index_document"))
    prepared = prepare([a_document()], first_id=taken + wrong, engine=engine_name)
    with session.begin_nested() as nested:
        if wrong:
            fill(session, prepared)
        else:
            with pytest.raises(Exception, match=r"(?i)unique|duplicate"):
                fill(session, prepared)
        nested.rollback()
