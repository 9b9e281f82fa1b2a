"""Both engines find the same documents, whatever is asked."""

from collections.abc import Iterator
from contextlib import ExitStack
from random import Random
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from microcare import create_app
from microcare.extensions import db
from microcare.index.queries import find
from microcare.index.services import put_documents
from microcare.index.values import DAYS, KINDS, PAYS, Box, Near, Price, Query
from tests.databases import ENGINES, test_config
from tests.factories.index import COOKING, GARDENING, TAUNTON, a_document
from tests.integration.index.conftest import TODAY

_WORDS = "cook cooking meals garden gardening walking choir dinner allotment cokoing zzz"
WORDS = _WORDS.split()


def _some_documents() -> list[Any]:
    dice = Random(7)
    return [
        a_document(
            " ".join(dice.sample(WORDS[:8], 2)),
            kind=dice.choice(KINDS),
            pays=tuple(dice.sample(PAYS, 2)),
            days=tuple(dice.sample(DAYS, 3)),
            helps=tuple(dice.sample([COOKING, GARDENING], dice.randint(0, 2))),
            has_room=dice.random() < 0.5,
            comes_to=dice.random() < 0.5,
            served_radius_m=dice.choice([None, 2_000, 15_000]),
            price=dice.choice([None, Price(1500, "hour"), Price(900, "session", 45)]),
            lat=TAUNTON[0] + dice.uniform(-0.3, 0.3),
            lng=TAUNTON[1] + dice.uniform(-0.5, 0.5),
        )
        for _ in range(120)
    ]


@pytest.fixture(scope="module")
def sessions(databases_of: Any, tmp_path_factory: Any) -> Iterator[list[Session]]:
    """A session on each engine, holding the same documents; nothing is committed."""
    documents, made = _some_documents(), []
    with ExitStack() as stack:
        for engine in ENGINES:
            folder = tmp_path_factory.mktemp(engine)
            url = databases_of(engine).copy()
            app: Flask = create_app(test_config(folder, url), TESTING=True)
            stack.enter_context(app.app_context())
            session = Session(db.engine)
            stack.callback(db.engine.dispose)
            stack.callback(session.close)
            put_documents(session, documents)
            made.append(session)
        yield made


def _some(codes: Any) -> Any:
    return st.lists(st.sampled_from(codes), max_size=2, unique=True).map(tuple)


offset = st.floats(-0.4, 0.4, allow_nan=False)
queries = st.builds(
    Query,
    words=st.lists(st.sampled_from(WORDS), max_size=2).map(" ".join),
    near=st.none()
    | st.builds(
        lambda up, along, far: Near(TAUNTON[0] + up, TAUNTON[1] + along, far),
        offset,
        offset,
        st.floats(100, 80_000),
    ),
    box=st.none()
    | st.builds(
        lambda up, along, size: Box(
            TAUNTON[1] + along, TAUNTON[0] + up, TAUNTON[1] + along + size, TAUNTON[0] + up + size
        ),
        offset,
        offset,
        st.floats(0.01, 0.5),
    ),
    kinds=_some(KINDS),
    helps=_some(["meals", "gardening"]),
    pays=_some(PAYS),
    days=_some(DAYS),
    has_room=st.booleans(),
    max_pence_an_hour=st.none() | st.sampled_from([1199, 1200, 1500]),
)


@settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(query=queries)
def test_the_engines_find_the_same(sessions: list[Session], query: Query) -> None:
    ours, theirs = (find(s, query, per_page=200, today=TODAY) for s in sessions)
    assert {h.listing_id for h in ours.hits} == {h.listing_id for h in theirs.hits}
    assert ours.facets == theirs.facets
    assert ours.reading == theirs.reading
    assert ours.total == len(ours.hits)
    distances = {h.listing_id: h.distance_m for h in ours.hits}
    assert distances == {h.listing_id: h.distance_m for h in theirs.hits}
