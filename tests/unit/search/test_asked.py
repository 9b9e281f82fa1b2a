"""A search and its address are two spellings of one thing."""

from urllib.parse import parse_qsl, urlencode

from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from microcare.index.values import DAYS, KINDS, PAYS, Sort
from microcare.search.values import Asked


def _some(codes):
    return st.lists(st.sampled_from(codes), unique=True, max_size=3).map(tuple)


text = st.text(st.characters(codec="utf-8", exclude_categories=("Cc",)), max_size=20).map(str.strip)
searches = st.builds(
    Asked,
    q=text,
    near=st.sampled_from(["", "TA1 4AB", "Taunton"]),
    within_miles=st.sampled_from([1.0, 2.5, 10.0, 50.0]),
    kinds=_some(KINDS),
    helps=_some(["meals", "gardening"]),
    pays=_some(PAYS),
    days=_some(DAYS),
    has_room=st.booleans(),
    max_pence_an_hour=st.none() | st.integers(0, 50_000),
    sort=st.sampled_from([Sort.BEST, Sort.PRICE, Sort.NEWEST]),
    page=st.integers(1, 9),
    per_page=st.integers(1, 100),
)


@given(asked=searches)
def test_an_address_says_the_same_search(asked: Asked) -> None:
    from flask import Flask
    from flask_babel import Babel

    from microcare.search.forms import SearchForm

    app = Flask(__name__)
    app.config["SECRET_KEY"] = "x"
    Babel(app)
    sent = MultiDict(parse_qsl(urlencode(asked.pairs())))
    with app.test_request_context():
        form = SearchForm(sent, helps=["meals", "gardening"])
        assert form.validate(), form.errors
        read = form.value()
    if not asked.near:
        read = read.but(within_miles=asked.within_miles, page=asked.page)
    assert read == asked


def test_a_changed_search_begins_at_its_first_page() -> None:
    asked = Asked(q="cooking", page=3)
    assert asked.but(q="x").page == 1
    assert asked.but(page=4).page == 4
