"""An organization has several pages: whoever runs one is offered it for the next."""

import uuid

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from microcare.directory.models import Listing, Organization
from microcare.directory.queries import answers_of
from microcare.directory.services import close_listing
from microcare.kernel.clock import FixedClock
from tests.client import Client
from tests.factories.directory import keeper_of, make_draft, make_sent, whole
from tests.factories.people import make_person

NEW = {"name": "Moor Walks", "kind": "micro_enterprise"}


def _newest(session: Session) -> Listing:
    listing = session.scalars(select(Listing).where(Listing.name == "Moor Walks")).one()
    return whole(session, listing.id)


def test_the_next_page_may_belong_to_the_organization_of_the_first(
    client: Client, session: Session
) -> None:
    first = make_draft(session)
    client.sign_in(keeper_of(session, first))
    page = client.get("/listings/new")
    offered = [f["value"] for f in page.soup.select("input[name=runs]")]
    assert offered == [str(first.organization_id), "new"]
    assert not page.soup.select("input[name=runs][checked]")
    client.submit(page, NEW | {"runs": offered[0]})
    second = _newest(session)
    assert second.organization_id == first.organization_id
    # Who owns it is known already, and nothing is left over.
    assert answers_of(second).ownership == answers_of(whole(session, first.id)).ownership
    assert session.scalar(select(func.count()).select_from(Organization)) == 1


def test_a_new_name_makes_a_new_organization(client: Client, session: Session) -> None:
    first = make_draft(session)
    client.sign_in(keeper_of(session, first))
    client.post("/listings/new", NEW | {"runs": "new"})
    assert _newest(session).organization_id != first.organization_id


@pytest.mark.parametrize("runs", ["", "nobody", str(uuid.UUID(int=4)), "new\x00", "' OR 1=1 --"])
def test_nobody_starts_a_page_of_what_they_do_not_run(
    client: Client, session: Session, runs: str
) -> None:
    other = make_draft(session, "Night Sitters")
    client.sign_in(keeper_of(session, make_draft(session)))
    for given in (runs, str(other.organization_id)):
        page = client.post("/listings/new", NEW | {"runs": given}, status=400)
        assert page.soup.select("#runs-error, .govuk-error-summary")
    assert session.scalar(select(func.count()).where(Listing.name == "Moor Walks")) == 0


def test_whoever_runs_nothing_is_not_asked(
    client: Client, session: Session, clock: FixedClock
) -> None:
    client.sign_in(make_person(session))
    assert not client.get("/listings/new").soup.select("input[name=runs]")
    client.post("/listings/new", NEW | {"runs": str(uuid.uuid4())})
    assert _newest(session).organization.name == "Moor Walks"
    gone = make_draft(session, "Closed Cooks")
    close_listing(session, gone, by=keeper_of(session, gone), clock=clock)
    client.sign_in(keeper_of(session, gone))
    assert not client.get("/listings/new").soup.select("input[name=runs]")


def test_who_owns_it_stays_as_it_is_while_a_catalyst_reads_another_page_of_theirs(
    client: Client, session: Session
) -> None:
    first = make_sent(session)
    client.sign_in(keeper_of(session, first))
    client.post("/listings/new", NEW | {"runs": str(first.organization_id)})
    there = f"/my/listings/{_newest(session).id}/questions/owners"
    told = {"organisation": "Somebody Else", "users_percent": "0", "workers_percent": "0"}
    page = client.post(there, told, status=400)
    assert "A catalyst is reading another page of yours." in page.soup.main.get_text()
    assert session.get_one(Organization, first.organization_id).name != "Somebody Else"
