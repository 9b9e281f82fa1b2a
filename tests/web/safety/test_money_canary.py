"""Nobody learns another's money: unique sums planted for each, and everything searched for them.

Endpoints come from the table that is held equal to the application's own (who.py), so a new page,
file or press is searched by itself. A sum is looked for in every way in which it may be written.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import inspect
from sqlalchemy.orm import Session
from structlog.testing import capture_logs

from microcare.access import ACCESS
from microcare.commissioning.models import Agreement, PrivateNote
from microcare.commissioning.services import say_most
from microcare.extensions import db
from microcare.groups.queries import group_by_id
from microcare.ledger.queries import balances_of
from microcare.outbox.models import OutboxMessage
from microcare.people.models import Person
from microcare.people.services import start_sign_in
from microcare.web.guard import Access, signed_in
from tests.factories.budgets import make_budget
from tests.factories.people import BASE_URL, CLOCK
from tests.pdf import text_of
from tests.web.safety.stage import Sent, Stage
from tests.web.safety.test_access import methods_of
from tests.web.safety.who import WHO

# By whom each was planted: prime numbers of pence, a funder that exists nowhere, a missing sum.
SUMS = (7_713_13, 6_629_17, 5_537_21, 8_461_39)
FUNDERS = ("Quillshire", "Marrowdale", "Fennimore", "Oxwhistle")
SHORT = (1_234_57, 2_345_71, 3_456_79, 4_567_93)
MOST = (9_181_03, 9_281_09, 9_371_27, 9_461_49)
# Everybody who must learn nothing. The supporter helps the member, with all that they may do.
OTHERS = ("nobody", "neighbour", "supporter", "provider", "catalyst", "other_catalyst", "admin")
HELPED = {"supporter": "member"}


@dataclass
class Planted:
    """Whose money it is, and every text that would give it away."""

    role: str
    person_id: UUID
    budget: str
    words: set[str] = field(default_factory=set)

    def told_by(self, text: str) -> set[str]:
        """Which of the words stand in a text, by themselves.

        Six digits inside the random letters of an id or a token are nobody's sum.
        """
        return {word for word in self.words if word in text and _alone(word).search(text)}


@cache
def _alone(word: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![0-9A-Za-z]){re.escape(word)}(?![0-9A-Za-z])")


def ways_to_write(pence: int) -> set[str]:
    """£7,713.13 as pages, tables and data write it."""
    return {f"{pence / 100:,.2f}", f"{pence / 100:.2f}", str(pence)}


def plant(stage: Stage) -> list[Planted]:
    """Unique sums and funders for everybody who shares a group with the member."""
    session, world = db.session(), stage.world
    member = inspect(world.people["member"]).identity[0]
    found = []
    people: dict[UUID, list[UUID]] = {member: []}
    for name in ("promised", "deciding"):
        group = group_by_id(session, UUID(world.at[name]))
        assert group is not None
        for person_id in sorted(group.member_ids):
            people.setdefault(person_id, []).append(group.id)
    for number, (person_id, groups) in enumerate(people.items()):
        for group_id in groups:
            most = {"person_id": person_id, "week_pence": MOST[number]}
            say_most(session, group_id, **most, clock=CLOCK)
        role = "member" if person_id == member else f"fellow {number}"
        found.append(_plant_one(session, role, person_id, number))
        if role != "member":
            person = session.get_one(Person, person_id)
            world.tokens[role] = start_sign_in(session, person, clock=CLOCK)
    session.commit()
    return found


def _plant_one(session: Session, role: str, person_id: UUID, number: int) -> Planted:
    person = session.get_one(Person, person_id)
    told = {"pence": SUMS[number], "funder": f"{FUNDERS[number]} Council"}
    budget = make_budget(session, person, CLOCK, **told)
    agreement = session.query(Agreement).join(PrivateNote, isouter=True).first()
    assert agreement is not None
    agreement.notes.append(PrivateNote(person_id=person_id, short_pence=SHORT[number]))
    session.flush()
    there = balances_of(session, [budget.id])[budget.id]
    words = {FUNDERS[number]}
    for pence in (SUMS[number], SHORT[number], MOST[number], there.set_aside, there.available):
        words |= ways_to_write(pence)
    return Planted(role, person_id, str(budget.id), words)


def words_of(sent: Sent) -> str:
    """Everything that came back, a PDF read as words."""
    body = sent.response.get_data()
    text = text_of(body) if sent.response.mimetype == "application/pdf" else sent.text
    return f"{text} {sent.response.headers} {sent.location}"


def each_answer(
    stage: Stage, role: str, planted: list[Planted], endpoints: list[str]
) -> Iterator[tuple[str, str]]:
    """What each endpoint answers to somebody, to nothing filled in and to nonsense; each budget's.

    A press that breaks on what it never expected has told nothing but its name.
    """
    budgets = [one.budget for one in planted]
    for endpoint in endpoints:
        address = WHO[endpoint].address
        addresses = [address.replace("{budget}", b) for b in budgets if "{budget}" in address]
        for way in methods_of(stage.app, endpoint):
            for where in addresses or [address]:
                for data in ({}, {"pence": "1", "key": "1"})[: 1 + (way == "POST")]:
                    told = {"compared_from": 600}
                    sent = (
                        stage.get(role, where, **told)
                        if way == "GET"
                        else stage.post(role, where, data, **told)
                    )
                    yield f"{way} {where} as {role}", words_of(sent)


def given_away(
    stage: Stage, planted: list[Planted], roles: list[str], endpoints: list[str]
) -> list[str]:
    """Where somebody reads what is another's."""
    found = []
    for role in roles:
        mine = HELPED.get(role, role)
        strangers = [one for one in planted if one.role != mine]
        for where, text in each_answer(stage, role, planted, endpoints):
            found += [
                f"{where}: {sorted(one.told_by(text))} of {one.role}"
                for one in strangers
                if one.told_by(text)
            ]
    return found


def letters(session: Session, notices: dict[str, Callable[..., Any]]) -> str:
    """Every letter there is, as it would be sent now, and every row that one is made from."""
    rows = list(session.query(OutboxMessage))
    made = [notices[row.kind](session, row.payload, BASE_URL) for row in rows]
    return f"{made} {[row.payload for row in rows]}"


MONEY = [e for e in WHO if re.match("spending|commissioning|budgets|decisions|groups|site", e)]
# Who reads what, as the ordinary run has time for on each engine.
SEARCHED = {
    "sqlite": {"member": WHO, "fellow": WHO, **dict.fromkeys(OTHERS, MONEY)},
    "postgresql": {"fellow": MONEY, "admin": MONEY},
}


def test_nobody_learns_anothers_money(stage: Stage, engine_name: str) -> None:
    planted = plant(stage)
    fellow = planted[1].role
    with capture_logs() as logs:
        for role, endpoints in SEARCHED[engine_name].items():
            who = fellow if role == "fellow" else role
            assert given_away(stage, planted, [who], sorted(endpoints)) == []
    told = str(logs) + letters(db.session(), stage.app.extensions["microcare.notices"])
    assert [one.role for one in planted if one.told_by(told)] == []


def test_the_search_finds_what_is_there(stage: Stage) -> None:
    """Its owner reads each sum and the funder, on pages and in files; so a leak would be seen."""
    planted = plant(stage)
    mine = next(one for one in planted if one.role == "member")
    pages = [endpoint for endpoint in sorted(MONEY) if "/my/money" in WHO[endpoint].address]
    seen = {
        where.split(" as ")[0].split("/")[-1]: mine.told_by(text)
        for where, text in each_answer(stage, "member", [mine], pages)
    }
    assert FUNDERS[0] in seen["money"]
    assert all(
        mine.told_by(word) for name in ("statement.csv", "statement.pdf") for word in seen[name]
    )
    assert seen["statement.csv"]
    assert seen["statement.pdf"]


@pytest.mark.parametrize("role", ["neighbour", "supporter", "admin"])
def test_a_door_left_open_gives_a_sum_away(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, role: str
) -> None:
    planted = plant(stage)
    for endpoint in ("spending.download_statement_table", "spending.show_statement"):
        monkeypatch.setitem(ACCESS, endpoint, Access(signed_in, ACCESS[endpoint].loader))
        found = given_away(stage, planted, [role], [endpoint])
        assert any(FUNDERS[1] in line or "6,629.17" in line for line in found)
