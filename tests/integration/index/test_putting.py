"""Documents come and go without leaving anything behind."""

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from microcare.index.models import IndexDocument, IndexHelp, IndexMisspelling, IndexWord
from microcare.index.services import put_document, rebuild, remove_document
from tests.factories.index import COOKING, GARDENING, a_document


def _rows(session: Session) -> dict[str, int]:
    counts = {
        model.__tablename__: session.scalar(select(func.count()).select_from(model)) or 0
        for model in (IndexDocument, IndexHelp, IndexMisspelling, IndexWord)
    }
    trees = ["index_rtree"]
    if session.get_bind().dialect.name == "sqlite":
        trees = ["index_rtree_point", "index_rtree_area"]
    for name in ["index_fts", *trees]:
        counts[name] = session.scalar(text(f"SELECT count(*) FROM {name}")) or 0
    return counts


def test_a_removed_document_leaves_nothing(session: Session) -> None:
    document = a_document(helps=(COOKING,), served_radius_m=5000)
    put_document(session, document)
    assert all(_rows(session).values())
    remove_document(session, document.listing_id)
    assert not any(_rows(session).values())


def test_removing_what_is_not_there_is_nothing(session: Session) -> None:
    remove_document(session, a_document().listing_id)


def test_putting_again_replaces(session: Session) -> None:
    document = a_document("Old Name", helps=(COOKING, GARDENING))
    put_document(session, document)
    put_document(session, a_document("New Name", listing_id=document.listing_id))
    assert session.scalars(select(IndexDocument.name)).all() == ["New Name"]
    words = set(session.scalars(select(IndexWord.word)))
    assert "new" in words
    assert "old" not in words
    assert "allotment" not in words


def test_a_word_stays_while_another_document_has_it(session: Session) -> None:
    first, second = a_document("Red Barn"), a_document("Red Kite")
    put_document(session, first)
    put_document(session, second)
    remove_document(session, first.listing_id)
    words = dict(session.execute(select(IndexWord.word, IndexWord.documents)).all())
    assert words["red"] == 1
    assert "barn" not in words


def test_rebuilding_keeps_only_what_is_handed_in(session: Session) -> None:
    put_document(session, a_document("Gone Tomorrow"))
    count = rebuild(session, (a_document(f"Place {n}") for n in range(3)))
    assert count == 3
    assert sorted(session.scalars(select(IndexDocument.name))) == ["Place 0", "Place 1", "Place 2"]
    assert "gone" not in set(session.scalars(select(IndexWord.word)))
