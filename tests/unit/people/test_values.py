"""Where somebody may be sent on to, and how an address is written."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microcare.people.models import Authority, Person, RoleGrant, SignIn
from microcare.people.policies import (
    is_live_authority,
    is_live_sign_in,
    may_act_for,
    needs_second_factor,
)
from microcare.people.values import Act, SignInLimits, normal_email, safe_path

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
LIMITS = SignInLimits(idle=timedelta(hours=12), absolute=timedelta(days=30))


@pytest.mark.parametrize("path", ["/", "/my", "/groups/1?page=2", "/search?q=a&near=TA1"])
def test_a_path_of_this_site_is_kept(path: str) -> None:
    assert safe_path(path) == path


@pytest.mark.parametrize(
    "path",
    [
        None,
        "",
        "my",
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        " /my",
        "javascript:alert(1)",
        "/" + "a" * 3000,
    ],
)
def test_anywhere_else_is_home(path: str | None) -> None:
    assert safe_path(path) == "/my"


@given(st.text())
def test_nothing_leads_off_this_site(text: str) -> None:
    path = safe_path(text)
    assert path.startswith("/")
    assert not path.startswith("//")
    assert "\\" not in path


def test_an_address_is_written_one_way() -> None:
    assert normal_email("  Ros@Example.ORG ") == "ros@example.org"


@pytest.mark.parametrize(
    ("idle", "age", "ended", "is_live"),
    [
        (timedelta(0), timedelta(0), False, True),
        (timedelta(hours=12), timedelta(days=1), False, True),
        (timedelta(hours=12, seconds=1), timedelta(days=1), False, False),
        (timedelta(0), timedelta(days=30), False, True),
        (timedelta(0), timedelta(days=30, seconds=1), False, False),
        (timedelta(0), timedelta(0), True, False),
    ],
)
def test_a_sign_in_ends_by_rest_by_age_and_by_hand(
    idle: timedelta, age: timedelta, ended: bool, is_live: bool
) -> None:
    sign_in = SignIn(started_at=NOW - age, last_seen_at=NOW - idle, ended_at=NOW if ended else None)
    assert is_live_sign_in(sign_in, NOW, LIMITS) is is_live


def _person(role: str | None, *, is_demonstration: bool = False) -> Person:
    person = Person(name="Sam", is_demonstration=is_demonstration)
    person.grants = [RoleGrant(role=role, ended_at=None)] if role else []
    return person


@pytest.mark.parametrize(
    ("role", "is_demonstration", "is_loopback", "needed"),
    [
        (None, False, False, False),
        ("catalyst", False, False, True),
        ("admin", False, True, True),
        ("admin", True, True, False),
        ("admin", True, False, True),
    ],
)
def test_who_is_asked_for_a_code(
    role: str | None, is_demonstration: bool, is_loopback: bool, needed: bool
) -> None:
    person = _person(role, is_demonstration=is_demonstration)
    assert needs_second_factor(person, is_loopback=is_loopback) is needed


def test_a_role_that_ended_is_not_held() -> None:
    person = _person("admin")
    person.grants[0].ended_at = NOW
    assert not person.is_admin


def _authority(**fields: object) -> Authority:
    known = {
        "supporter_id": uuid4(),
        "type": "trusted_supporter",
        "scope": ["see", "draft"],
        "limit_pence": None,
        "accepted_at": NOW,
        "starts_on": date(2026, 11, 1),
        "ends_on": date(2026, 11, 30),
        "revoked_at": None,
    }
    return Authority(**known | fields)


@pytest.mark.parametrize(
    ("fields", "on", "is_live"),
    [
        ({}, date(2026, 11, 1), True),
        ({}, date(2026, 11, 30), True),
        ({}, date(2026, 10, 31), False),
        ({}, date(2026, 12, 1), False),
        ({"ends_on": None}, date(2036, 1, 1), True),
        ({"accepted_at": None}, date(2026, 11, 5), False),
        ({"revoked_at": NOW}, date(2026, 11, 5), False),
    ],
)
def test_authority_counts_only_while_it_lasts(
    fields: dict[str, object], on: date, is_live: bool
) -> None:
    assert is_live_authority(_authority(**fields), on) is is_live


@pytest.mark.parametrize(
    ("fields", "act", "may"),
    [
        ({}, Act.SEE, True),
        ({}, Act.ANSWER, False),
        ({}, Act.MONEY, False),
        ({"scope": ["money"]}, Act.MONEY, False),
        ({"scope": ["money"], "limit_pence": 5000}, Act.MONEY, False),
        ({"scope": ["money"], "type": "nominated_person"}, Act.MONEY, False),
        (
            {"scope": ["money"], "type": "nominated_person", "limit_pence": 5000},
            Act.MONEY,
            True,
        ),
    ],
)
def test_a_supporter_does_what_was_granted_and_no_more(
    fields: dict[str, object], act: Act, may: bool
) -> None:
    authority = _authority(**fields)
    supporter = Person(id=authority.supporter_id)
    assert may_act_for(supporter, authority, act=act, on=date(2026, 11, 5)) is may
    assert not may_act_for(Person(id=uuid4()), authority, act=act, on=date(2026, 11, 5))
    assert not may_act_for(None, authority, act=act, on=date(2026, 11, 5))
