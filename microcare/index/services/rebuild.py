"""Makes the whole index anew."""

from collections.abc import Iterable

from sqlalchemy import delete
from sqlalchemy.orm import Session

from microcare.index.engines import engine_of
from microcare.index.models import IndexDocument, IndexHelp, IndexMisspelling, IndexWord
from microcare.index.services.put import put_documents
from microcare.index.values import Document


def rebuild(session: Session, documents: Iterable[Document]) -> int:
    """Empties the index and puts these documents in, no two of one listing; answers how many."""
    engine_of(session).clear(session)
    for kept in (IndexHelp, IndexMisspelling, IndexWord, IndexDocument):
        session.execute(delete(kept))
    return put_documents(session, documents)
