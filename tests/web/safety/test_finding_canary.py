"""Nobody learns of another before both say yes: unique words planted, every page searched.

The strongest form first: what one person says changes not a letter of any other's pages, but for
the one bit of whoever looks for the same near them.
"""

import re
from contextvars import Context
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session
from structlog.testing import capture_logs

from microcare.directory.models import TaxonomyTerm
from microcare.groups.models import Interest
from microcare.groups.notices import NOTICES
from microcare.groups.services import (
    ask_for_a_hand,
    forget_what_ran_out,
    say_yes_to_meeting,
    tell_who_is_not_alone,
)
from microcare.groups.values import PART_WORDS, PartOfWeek
from microcare.kernel.clock import FixedClock
from microcare.outbox.models import OutboxMessage
from microcare.people.models import Person
from tests.client import Client
from tests.factories.directory import make_catalyst, make_patch
from tests.factories.finding import RULES, introduction_of, make_interest, mark
from tests.factories.groups import make_group
from tests.factories.people import BASE_URL, make_person

NAME, TERM, OUTCODE, PART = "Quillonia", "Glasswhistling", "TA2", PartOfWeek.WEEKEND_EVENING
FINDING = "/groups/find"
# These offer every term to everybody, whoever wants what; the first check holds for them too.
CHOICES = {"/", "/groups/find/new", "/help.json", "/search", "/admin/help-terms"}
CHOICES |= {"/my/money/purposes/new"}
# What is told of a time of the request, and of nobody.
_PASSING = r'(nonce="[^"]*"|name="csrf_token" value="[^"]*"|name="key"[^>]*value="[^"]*")'


class Town:
    """Everybody, signed in, with every page that needs no thing behind its address."""

    def __init__(self, client: Client, session: Session, clock: FixedClock):
        self.session, self.clock = session, clock
        term = TaxonomyTerm(slug="glasswhistling", name=TERM, group="making", alike=[], position=9)
        session.add(term)
        session.flush()
        patch = make_patch(session)
        self.canary = make_person(session, name=f"{NAME} Zephyr")
        # Looks for the same close by; a friend in the same group; others who do not.
        self.people: dict[str, Person] = {
            "seeker": make_person(session, name="Sam Seek"),
            "friend": make_person(session, name="Fay Friend"),
            "stranger": make_person(session, name="Stan Strange"),
            "catalyst": make_catalyst(session, patch),
            "admin": make_person(session, name="Ada Dunn", roles=["admin"]),
        }
        self.group = make_group(session, [self.canary, self.people["friend"]], clock)
        self.theirs = make_interest(
            session,
            self.people["seeker"],
            clock,
            helps=("walks",),
            outcode="TA1",
            times=(PartOfWeek.WEEKDAY_MORNING,),
        )
        make_interest(session, self.people["friend"], clock, helps=("games",))
        self.clients = {
            name: Client(client.app, session).sign_in(person)
            for name, person in self.people.items()
        }
        self.clients["nobody"] = Client(client.app, session)
        rules = client.app.url_map.iter_rules()
        self.addresses = sorted(
            {
                r.rule
                for r in rules
                if "GET" in (r.methods or ())
                and not r.arguments
                and not r.rule.endswith((".pmtiles", ".zip"))
            }
        )

    def plant(self) -> Interest:
        """The canary says what it wants."""
        return make_interest(
            self.session,
            self.canary,
            self.clock,
            helps=("walks", "glasswhistling"),
            outcode=OUTCODE,
            times=(PartOfWeek.WEEKDAY_MORNING, PART),
        )

    def read(self) -> dict[tuple[str, str], str]:
        """Every page as everybody, what differs at each fetch left out."""
        self.session.commit()
        found = {}
        more = [f"/groups/{self.group.id}", f"{FINDING}/{self.theirs.id}"]
        for who, client in self.clients.items():
            for address in (*self.addresses, *more):
                # In an empty context, so that no request finds who the last one was.
                answer = Context().run(client.flask.get, address)
                text = answer.get_data(as_text=True)
                found[who, address] = f"{answer.status_code} " + re.sub(_PASSING, "", text)
        self.session.expire_all()
        return found

    def letters(self) -> str:
        """Every letter of this feature, and every row that one is made from."""
        self.session.flush()
        rows = self.session.scalars(select(OutboxMessage)).all()
        kinds = [row for row in rows if row.kind in NOTICES]
        letters = [NOTICES[row.kind](self.session, row.payload, BASE_URL) for row in kinds]
        told = [letter for letter in letters if letter and letter.to != self.canary.email]
        return f"{told} {[row.payload for row in rows]}"


def words_of_the_canary(pages: dict[tuple[str, str], str], *, besides: set[str]) -> list[Any]:
    """Where a planted word stands."""
    planted = (TERM, f"Near {OUTCODE}", PART_WORDS[PART], "Zephyr")
    return [
        (who, address, word)
        for (who, address), text in pages.items()
        for word in planted
        # Pages write some words small within a sentence.
        if word.lower() in text.lower() and address not in besides
    ]


def test_nothing_is_seen_before_both_say_yes(
    client: Client, session: Session, clock: FixedClock
) -> None:
    town = Town(client, session, clock)
    town.read()
    # Twice, so that what only a first visit shows is not taken for a change.
    before = town.read()
    with capture_logs() as logs:
        mine = town.plant()
        changed = {k: v for k, v in town.read().items() if v != before[k]}
        assert set(changed) == {("seeker", FINDING)}
        assert "Someone near you wants this too" in changed["seeker", FINDING]

        tell_who_is_not_alone(session, rules=RULES, clock=clock)
        mark(session, mine, clock)
        assert town.read() == before | changed, "a mark is seen by nobody"
        mark(session, town.theirs, clock)
        found = introduction_of(session, town.canary.id, clock)
        say_yes_to_meeting(session, found, person_id=town.canary.id, clock=clock)
        pages = town.read()
        named = {"/admin/people", f"/groups/{town.group.id}", "/groups", "/my"}
        assert not words_of_the_canary(
            pages, besides=CHOICES | named | {f"{FINDING}/{town.theirs.id}"}
        )
        where = {(who, address) for (who, address), text in pages.items() if NAME in text}
        assert {address for _, address in where} <= named
        assert {who for who, _ in where} == {"admin", "friend"}, "who knew them before"
        forget_what_ran_out(session, clock=clock)
    for told in (town.letters(), str(logs)):
        for word in (NAME, TERM, OUTCODE, PART.value, "glasswhistling", "walks"):
            assert word not in told
    say_yes_to_meeting(session, found, person_id=town.people["seeker"].id, clock=clock)
    pages = town.read()
    assert NAME in pages["seeker", FINDING], "the search can find it"
    assert not words_of_the_canary(
        {k: v for k, v in pages.items() if k == ("seeker", FINDING)}, besides=set()
    ), "and what is not shared stays one's own"


def test_a_consent_shows_them_to_the_catalyst_alone(
    client: Client, session: Session, clock: FixedClock
) -> None:
    town = Town(client, session, clock)
    mine = town.plant()
    town.read()
    before = town.read()
    ask_for_a_hand(session, mine, clock=clock)
    after = town.read()
    changed = {k for k, v in after.items() if v != before[k]}
    # That they looked is counted in their own data, which says nothing of what they saw.
    counts = {("catalyst", f"/my/data{more}") for more in ("", ".json", "/delete")}
    assert changed - counts == {("catalyst", "/catalyst"), ("catalyst", "/catalyst/people")}
    assert not [page for page in counts for word in (NAME, TERM) if word in after[page]]
    seen = after["catalyst", "/catalyst/people"]
    for word in (NAME, TERM, OUTCODE, PART_WORDS[PART]):
        assert word.lower() in seen.lower()
    assert "Zephyr" not in seen
    assert town.canary.email not in seen
