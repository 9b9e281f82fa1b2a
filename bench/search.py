"""Search on each engine: words, nearest, viewport and the whole page, as a visitor meets them."""

import sys
import time
from collections.abc import Iterator
from urllib.parse import urlencode

from flask import Flask
from flask.testing import FlaskClient

from bench.databases import applications
from bench.documents import Country
from bench.figures import Figure, percentile, times_ms
from microcare.directory.queries import help_terms
from microcare.index.services import put_documents
from microcare.web.transaction import writing

QUICK_LISTINGS, LISTINGS = 10_000, 100_000
QUICK_ASKED, ASKED = 300, 1_000
_WARM = 30


def run(*, quick: bool, listings: int | None = None) -> Iterator[Figure]:
    """The suite's figures, engine by engine."""
    count = listings or (QUICK_LISTINGS if quick else LISTINGS)
    with applications() as engines:
        for engine, app in engines:
            yield from _measure(engine, app, count=count, asked=QUICK_ASKED if quick else ASKED)


def _measure(engine: str, app: Flask, *, count: int, asked: int) -> Iterator[Figure]:
    country = _fill(app, engine, count)
    client = app.test_client()
    searches = [_search(country) for _ in range(asked)]
    for name, urls, shares in (
        ("search", [f"/search.json?{s}" for s in searches], (0.5, 0.99)),
        ("nearest", [_nearest(country) for _ in range(asked)], (0.5, 0.99)),
        ("viewport", [_viewport(country) for _ in range(asked)], (0.99,)),
        ("page", [f"/search?{s}" for s in searches], (0.99,)),
    ):
        taken = _times(client, urls)
        for share in shares:
            value = round(percentile(taken, share), 2)
            yield Figure(f"{name}_p{share * 100:.0f}_ms", engine, value, "ms", "lower", count)


def _fill(app: Flask, engine: str, count: int) -> Country:
    start = time.perf_counter()
    with writing() as session:
        country = Country(help_terms(session))
        put_documents(session, country.documents(count))
    if engine == "postgresql":
        with writing() as session:
            session.connection().exec_driver_sql("ANALYZE")
    taken = time.perf_counter() - start
    print(f"{engine}: {count} documents in {taken:.0f} s", file=sys.stderr)
    return country


def _times(client: FlaskClient, urls: list[str]) -> list[float]:
    def get(url: str) -> None:
        answer = client.get(url)
        assert answer.status_code == 200, f"{answer.status_code} for {url}"

    times_ms(get, urls[:_WARM])
    return times_ms(get, urls)


def _search(country: Country) -> str:
    return urlencode({"q": country.wish(), "near": country.outcode()})


def _nearest(country: Country) -> str:
    asked = {"near": country.outcode(), "sort": "nearest", "within": 20}
    return f"/search.json?{urlencode(asked)}"


def _viewport(country: Country) -> str:
    at, zoom = country.town().point, country.dice.randint(7, 12)
    half = 180 / 2**zoom
    corners = (at.lng - 2 * half, at.lat - half, at.lng + 2 * half, at.lat + half)
    return f"/map.json?bbox={','.join(f'{c:.4f}' for c in corners)}&zoom={zoom}"
