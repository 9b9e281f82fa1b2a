"""What the index's tests share: documents put in, and names found."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy.orm import Session

from microcare.index.queries import find
from microcare.index.services import put_documents
from microcare.index.values import Document, Query

TODAY = date(2026, 11, 23)


@pytest.fixture
def put(session: Session) -> Callable[..., None]:
    """Puts documents in the index."""
    return lambda *documents: (put_documents(session, documents), None)[1]


@pytest.fixture
def names(session: Session) -> Callable[..., list[str]]:
    """The names that a query finds, in order."""

    def found(**asked: Any) -> list[str]:
        return [h.name for h in find(session, Query(**asked), today=TODAY).hits]

    return found


def named(*documents: Document) -> list[str]:
    """Their names."""
    return [d.name for d in documents]
