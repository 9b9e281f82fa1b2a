"""A page asks the database as much for twenty rows as for two (house.md)."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count

import pytest
from sqlalchemy.orm import Session

from microcare.commissioning.services import ask_for_offer, choose_offer, make_offer, write_brief
from microcare.commissioning.values import Wants
from microcare.decisions.values import Answer
from microcare.directory.services import ask_question
from microcare.directory.values import Asked, PublicListing
from microcare.groups.models import Group
from microcare.groups.services import add_member, answer_question, ask_group
from microcare.index.services import put_documents
from microcare.kernel.clock import FixedClock
from microcare.people.models import Person
from microcare.people.services import record_access
from microcare.people.values.seen import Seen
from tests.client import Client
from tests.counting import statements
from tests.factories.budgets import make_budget
from tests.factories.directory import make_catalyst, make_draft, make_patch, make_public_listing
from tests.factories.groups import make_group, make_terms
from tests.factories.index import a_document
from tests.factories.people import make_person
from tests.factories.spending import make_bill, make_promised_with, mark

pytestmark = pytest.mark.parametrize("engine_name", ["sqlite"])


_numbers = count()


@dataclass
class Place:
    """Whoever looks, and what the pages are about."""

    session: Session
    clock: FixedClock
    me: Person
    listing: PublicListing | None = None
    group: Group | None = None
    made: list[object] = field(default_factory=list)

    def asked(self, group: Group, listing: PublicListing) -> None:
        """A group that asked for an offer and got one."""
        session, clock, ids = self.session, self.clock, group.member_ids
        ask = ask_for_offer(session, group, listing_id=listing.id, clock=clock)
        self.made.append(make_offer(session, ask, terms=make_terms(), member_ids=ids, clock=clock))

    def new_group(self, *people: Person) -> Group:
        """A group of these and somebody else, that says what it wants."""
        group = make_group(self.session, [*people, make_person(self.session)], self.clock)
        wants = Wants("Someone to dig with us", "", "")
        write_brief(self.session, group, wants=wants, clock=self.clock)
        return group


def results(place: Place) -> None:
    put_documents(place.session, [a_document()])


def groups_deciding(place: Place) -> None:
    assert place.listing is not None
    make_budget(place.session, place.me, place.clock)
    group = place.new_group(place.me)
    place.asked(group, place.listing)
    choose_offer(place.session, group, place.made[-1], person_id=place.me.id, clock=place.clock)  # type: ignore[arg-type]


def bills(place: Place) -> None:
    assert place.listing is not None
    past = FixedClock(place.clock.now() - timedelta(days=60))
    others = [make_person(place.session) for _ in range(2)]
    story = make_promised_with(place.session, past, place.me, others, place.listing)
    mark(place.session, story, 0, place.clock)
    make_bill(place.session, story, FixedClock(place.clock.now()), 0, pence=300)


def pages_with_questions(place: Place) -> None:
    make_draft(place.session, keeper=place.me)
    questions(place)


def budgets(place: Place) -> None:
    make_budget(place.session, place.me, place.clock)


def requests(place: Place) -> None:
    assert place.listing is not None
    place.asked(place.new_group(make_person(place.session)), place.listing)


def members(place: Place) -> None:
    assert place.group is not None
    add_member(place.session, place.group, make_person(place.session), clock=place.clock)


def offers(place: Place) -> None:
    assert place.group is not None
    place.asked(place.group, make_public_listing(place.session))


def group_questions(place: Place) -> None:
    assert place.group is not None
    told = {"words": "Shall we meet?", "days": 3, "person_id": place.me.id}
    asked = ask_group(place.session, place.group, **told, clock=place.clock)
    answer = {"person_id": place.me.id, "answer": Answer.YES, "clock": place.clock}
    answer_question(place.session, place.group, asked, **answer)


def looks(place: Place) -> None:
    by = make_person(place.session)
    record_access(place.session, place.me.id, by=by, what=Seen.ROLE_GIVEN, clock=place.clock)


def own_pages(place: Place) -> None:
    make_draft(place.session, keeper=place.me)


def accounts(place: Place) -> None:
    make_catalyst(place.session, make_patch(place.session))


def questions(place: Place) -> None:
    assert place.listing is not None
    # Each from another address: one is let ask only so much in a day.
    asked = Asked("Do you have time?", "Pat", f"pat{next(_numbers)}@example.org")
    ask_question(place.session, place.listing.id, asked, by=None, clock=place.clock)


# The page, what there is more and more of, and how many: a group has room for so many.
PAGES: dict[str, tuple[Callable[[Place], None], int, int]] = {
    "/search": (results, 2, 20),
    "/my": (groups_deciding, 2, 20),
    "/my ": (bills, 1, 4),
    "/my/bills": (bills, 1, 4),
    "/my/listings": (pages_with_questions, 2, 20),
    "/my/money": (budgets, 2, 20),
    "/my/seen": (looks, 2, 20),
    "/my/data": (own_pages, 2, 10),
    "/my/requests": (requests, 2, 20),
    "/groups/{group}": (members, 1, 10),
    "/groups/{group}/offers": (offers, 2, 6),
    "/groups/{group}/questions": (group_questions, 1, 3),
    "/admin/people": (accounts, 2, 20),
    "/listings/{slug}": (questions, 2, 20),
}


def place_for(session: Session, clock: FixedClock) -> Place:
    """Somebody who may look at all of the pages, with a listing and a group of their own."""
    place = Place(session, clock, make_person(session, roles=["admin"]))
    place.listing = make_public_listing(session, keeper=place.me)
    place.group = place.new_group(place.me)
    return place


@pytest.mark.parametrize("pattern", PAGES)
def test_a_page_asks_as_much_for_many_as_for_a_few(
    client: Client, session: Session, clock: FixedClock, pattern: str
) -> None:
    make, few, many = PAGES[pattern]
    place = place_for(session, clock)
    assert place.listing is not None
    assert place.group is not None
    address = pattern.strip().format(group=place.group.id, slug=place.listing.slug)
    client.sign_in(place.me)
    counts = []
    for more in (few, many - few):
        for _ in range(more):
            make(place)
        session.flush()
        with statements(session) as asked:
            client.get(address)
        counts.append(asked)
    assert len(counts[0]) == len(counts[1]), set(counts[1]) - set(counts[0])
