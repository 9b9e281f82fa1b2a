"""With ten thousand listings both engines answer the same search alike."""

from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from random import Random
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from microcare import create_app
from microcare.directory.services.publish import index_document
from microcare.extensions import db
from microcare.index.queries import count, find, nearest
from microcare.index.services.fill import count_words, fill, prepare
from microcare.index.values import DAYS, KINDS, PAYS, Box, Document, Near, Query, Sort
from microcare.site.seeding.synthetic.listing import make
from microcare.site.seeding.synthetic.start import begin_country
from tests.databases import ENGINES, test_config
from tests.integration.index.conftest import TODAY

LISTINGS = 10_000
# As many as are read whole; of a longer answer the total, the counts and the nearest are compared.
WHOLE = 300


@pytest.fixture(scope="module")
def sessions(databases_of: Any, tmp_path_factory: Any) -> Iterator[list[Session]]:
    """A session on each engine with the same country in its index; nothing is committed."""
    documents: list[Document] = []
    with ExitStack() as stack:
        made = []
        for engine in ENGINES:
            url = databases_of(engine).copy()
            app: Flask = create_app(test_config(tmp_path_factory.mktemp(engine), url), TESTING=True)
            stack.enter_context(app.app_context())
            session = Session(db.engine)
            stack.callback(db.engine.dispose)
            stack.callback(session.close)
            if not documents:
                country = begin_country(session).country
                documents = [index_document(make(n, country)[0].public) for n in range(LISTINGS)]
            ready = prepare(documents, first_id=1, engine=engine)
            fill(session, ready)
            count_words(session, Counter(ready.words))
            made.append(session)
        yield made


def _queries(known: list[Document]) -> Iterator[Query]:
    """Such as people ask: words of the country, misspelt ones, places, filters and boxes."""
    dice = Random(7)
    for turn in range(60):
        one = dice.choice(known)
        words = dice.sample(one.summary.lower().strip(".").split(), 1 + turn % 2)
        if turn % 7 == 3:
            words = [word[:-2] + word[-1] for word in words]
        some_helps = tuple(help_.slug for help_ in one.helps[:1])
        yield Query(
            words=" ".join(words) if turn % 5 else "",
            near=Near(one.lat, one.lng, dice.choice([3_000, 16_093, 80_000])) if turn % 3 else None,
            box=None
            if turn % 4
            else Box(one.lng - 0.4, one.lat - 0.3, one.lng + 0.4, one.lat + 0.3),
            kinds=tuple(dice.sample(KINDS, 2)) if turn % 6 == 1 else (),
            helps=some_helps if turn % 6 == 2 else (),
            pays=tuple(dice.sample(PAYS, 2)) if turn % 6 == 3 else (),
            days=tuple(dice.sample(DAYS, 2)) if turn % 6 == 4 else (),
            has_room=turn % 8 == 5,
            max_pence_an_hour=1_600 if turn % 9 == 2 else None,
            sort=dice.choice([Sort.BEST, Sort.NEWEST, Sort.PRICE]),
        )


def test_both_engines_answer_the_same_of_ten_thousand(sessions: list[Session]) -> None:
    assert [count(session, Query()) for session in sessions] == [LISTINGS, LISTINGS]
    country = begin_country(sessions[0]).country
    known = [index_document(make(n, country)[0].public) for n in range(0, LISTINGS, 97)]
    totals = []
    for query in _queries(known):
        ours, theirs = (find(s, query, per_page=WHOLE, today=TODAY) for s in sessions)
        assert ours.total == theirs.total, query
        assert (ours.facets, ours.reading) == (theirs.facets, theirs.reading), query
        if ours.total <= WHOLE:
            found = [{h.listing_id: h.distance_m for h in answer.hits} for answer in (ours, theirs)]
            assert found[0] == found[1], query
        if query.near:
            assert len({nearest(session, query) for session in sessions}) == 1, query
        totals.append(ours.total)
    # Neither all nothing nor all everything, or the comparison would say little.
    assert sum(0 < total <= WHOLE for total in totals) > 20
    assert sum(total > WHOLE for total in totals) > 3
