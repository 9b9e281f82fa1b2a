"""What is kept of a search: the kind of help, the outcode and the month. Nothing else."""

from datetime import date

from sqlalchemy import select

from microcare.search.models import SearchObserved
from microcare.search.queries import not_found
from tests.client import Client
from tests.factories.directory import make_public_listing


def _kept(session) -> list[tuple]:
    rows = session.scalars(select(SearchObserved).order_by(SearchObserved.help_slug))
    return [(r.month, r.outcode, r.help_slug, r.times) for r in rows]


def _a_help(client: Client) -> dict:
    return client.get("/help.json").json[0]


def test_only_help_outcode_and_month_are_kept(client: Client, session) -> None:
    slug = _a_help(client)["slug"]
    for _ in range(2):
        client.get(f"/search?q=for+my+son+Sam&near=TA1+4AB&help={slug}")
    assert _kept(session) == [(date(2026, 11, 1), "TA1", slug, 2)]


def test_words_are_kept_only_as_the_help_they_mean(client: Client, session) -> None:
    client.get("/search?q=gardening+for+Sam&near=Taunton")
    kept = _kept(session)
    assert kept
    known = {term["slug"] for term in client.get("/help.json").json}
    assert {row[2] for row in kept} <= known


def test_nothing_is_kept_without_a_place_or_for_later_pages(client: Client, session) -> None:
    slug = _a_help(client)["slug"]
    client.get(f"/search?help={slug}")
    client.get(f"/search?help={slug}&near=Taunton&page=2")
    client.get("/search?q=qwzxv&near=Taunton")
    client.get(f"/search?help={slug}&near=Qwzxv", status=400)
    assert _kept(session) == []


def test_a_search_that_finds_something_is_not_one_in_vain(client: Client, session) -> None:
    make_public_listing(session)
    for asked in ("help=cooking-together", "help=cooking-together&max_price=1", "help=swimming"):
        client.get(f"/search?near=Taunton&{asked}")
    rows = session.scalars(select(SearchObserved).order_by(SearchObserved.help_slug))
    assert [(r.help_slug, r.times, r.unmet) for r in rows] == [
        ("cooking-together", 2, 1),
        ("swimming", 1, 1),
    ]


def test_counts_under_five_are_shown_to_nobody(client: Client, session) -> None:
    slug = _a_help(client)["slug"]
    for times in range(1, 6):
        client.get(f"/search.json?near=TA1&help={slug}")
        found = not_found(session, ["TA1"], since=date(2026, 11, 1))
        assert [row.times for row in found] == ([5] if times == 5 else [])
    assert not not_found(session, ["TA1"], since=date(2026, 12, 1))
    assert not not_found(session, ["TA2"], since=date(2026, 11, 1))
