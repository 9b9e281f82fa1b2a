"""An offer of care of the body says on what basis, and where what one thinks of it goes (P50)."""

from sqlalchemy.orm import Session

from microcare.commissioning.services import ask_for_offer, make_offer, write_brief
from microcare.commissioning.values import Wants
from microcare.directory.values import Work
from microcare.kernel.clock import FixedClock
from tests.client import Client
from tests.factories.directory import make_public_listing
from tests.factories.groups import make_group, make_terms
from tests.factories.people import make_person


def test_who_reads_an_offer_of_care_is_told_who_inspects_it_and_whom_to_ring(
    client: Client, session: Session, clock: FixedClock
) -> None:
    work = Work(personal_care=True, handles_money=False, one_to_one=True, workers=1)
    listing = make_public_listing(session, "One Hand", work=work)
    people = [make_person(session), make_person(session)]
    group = make_group(session, people, clock)
    write_brief(session, group, wants=Wants("A hand in the morning", "", ""), clock=clock)
    request = ask_for_offer(session, group, listing_id=listing.id, clock=clock)
    make_offer(session, request, terms=make_terms(), member_ids=group.member_ids, clock=clock)
    shown = client.sign_in(people[0]).get(f"/groups/{group.id}/offers")
    read = " ".join(shown.soup.main.get_text(" ").split())
    assert "One person works here alone, so the CQC does not inspect it." in read
    assert "This site plans no workers and changes no one's care." in read
    phone = listing.patch.safeguarding_phone.replace(" ", "")
    assert shown.soup.main.select_one(f"a[href='tel:{phone}']")
