"""Whatever stands in the address, the answer is sound or says what is wrong; never a 500."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.client import Client
from tests.web.search.conftest import cooks

_NAMES = "q near within kind help pay day room max_price sort page per_page bbox zoom"
NAMES = _NAMES.split()
hostile = st.sampled_from(["'", '"', "\x00", "%", "1e9", "NaN", "-1", "１", "TA1 4", "'; --"])
values = st.text(max_size=30) | hostile | st.integers().map(str)
pairs = st.lists(st.tuples(st.sampled_from(NAMES), values), max_size=5)


@pytest.mark.parametrize("path", ["/search", "/search.json", "/map.json"])
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(sent=pairs)
def test_any_address_is_answered(client: Client, put, path: str, sent) -> None:
    put(cooks())
    query: dict[str, list[str]] = {}
    for name, value in sent:
        query.setdefault(name, []).append(value)
    answer = client.flask.get(path, query_string=query)
    assert answer.status_code in {200, 300, 400}
    if answer.status_code == 400 and path != "/search":
        assert set(answer.json["error"]) == {"field", "message"}
