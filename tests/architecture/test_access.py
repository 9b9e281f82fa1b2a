"""Every endpoint stands in the access table, and nothing else does."""

import re

from flask import Flask

from microcare.access import ACCESS
from tests.web.safety.who import WHO

KEBAB = re.compile(r"^[a-z0-9.-]*$")


def _endpoints(app: Flask) -> set[str]:
    return {rule.endpoint for rule in app.url_map.iter_rules()} - {"static"}


def test_the_access_table_and_the_routes_are_the_same(app: Flask) -> None:
    assert _endpoints(app) == set(ACCESS)


def test_who_may_use_each_endpoint_is_written_by_hand_too(app: Flask) -> None:
    missing, gone = _endpoints(app) - set(WHO), set(WHO) - _endpoints(app)
    assert not missing, f"who may use these? Add a row to tests/web/safety/who.py: {missing}"
    assert not gone, f"no such endpoint any more: {gone}"


def test_endpoints_are_named_feature_dot_verb_noun(app: Flask) -> None:
    wrong = [e for e in _endpoints(app) if not re.match(r"^[a-z]+\.[a-z]+_[a-z0-9_]+$", e)]
    assert not wrong


def test_addresses_are_kebab_case_with_typed_parameters(app: Flask) -> None:
    for rule in app.url_map.iter_rules():
        if rule.endpoint == "static":
            continue
        fixed = re.sub(r"<[a-z_]+(?:\(.*?\))?:[a-z_]+>", "", rule.rule)
        assert "<" not in fixed, f"{rule.rule} has a parameter without a type"
        for part in fixed.split("/"):
            assert KEBAB.match(part), f"{rule.rule} is not kebab-case"


def test_a_page_that_only_reads_never_commits(app: Flask) -> None:
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        commits = getattr(view, "__wrapped__", None) is not None
        if "POST" not in (rule.methods or set()):
            assert not commits, f"{rule.endpoint} is read only and has @writes"
