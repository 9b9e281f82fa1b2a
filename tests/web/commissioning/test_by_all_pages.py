"""What all must say yes to, page by page, beside the consent that is the default (P22)."""

from sqlalchemy.orm import Session

from microcare.kernel.clock import FixedClock
from microcare.people.models import Person
from tests.client import Client
from tests.factories.groups import look_again, make_story
from tests.factories.people import make_authority, make_person


def browser(client: Client, session: Session, person: Person) -> Client:
    return Client(client.app, session).sign_in(person)


def test_it_is_picked_as_it_is_put_and_each_page_says_so(
    client: Client, session: Session, clock: FixedClock
) -> None:
    story = make_story(session, clock, chosen=False)
    amara, gwen = (browser(client, session, person) for person in story.people[:2])
    here = f"/groups/{story.group.id}"
    offers = amara.get(f"{here}/offers")
    assert "Anyone can stop it with a no" in offers.text
    amara.post(f"{here}/offers/{story.offer.id}", {"by_all": "y"})
    plan = gwen.get(f"{here}/plan")
    assert "A no of one stops it, without a reason." in plan.text
    assert {one["value"] for one in plan.soup.select("[name=answer]")} == {"yes", "worry", "no"}
    assert "leave me out" not in plan.text.lower()
    assert "Then the plan stops for everyone." in gwen.get(f"{here}/plan/easier").text
    letter = gwen.get(f"{here}/plan/letter").text
    assert "This stops it for all of us." in letter
    assert "leave me out" not in letter
    refused = gwen.post(f"{here}/plan", {"answer": "aside"}, status=400)
    assert "Pick one answer" in refused.text
    gwen.post(f"{here}/plan", {"answer": "no"})
    assert "You said no." in gwen.get(f"{here}/plan").text
    seen = amara.get(f"{here}/plan")
    assert "Somebody says no" in seen.text
    assert "Gwen" not in seen.soup.select_one("main").text
    assert "Somebody says no." in amara.get(here).text
    assert look_again(session, story).proposal.outcome is None  # type: ignore[union-attr]


def test_without_the_tick_a_no_stands_aside_as_ever(
    client: Client, session: Session, clock: FixedClock
) -> None:
    story = make_story(session, clock)
    gwen = browser(client, session, story.people[1])
    here = f"/groups/{story.group.id}/plan"
    plan = gwen.get(here)
    assert "Each who pays says yes, and nobody’s worry stands." in plan.text
    assert {one["value"] for one in plan.soup.select("[name=answer]")} == {"yes", "worry", "aside"}
    gwen.post(here, {"answer": "no"})
    assert "You stand aside" in gwen.get(here).text


def test_a_helper_passes_a_no_on(client: Client, session: Session, clock: FixedClock) -> None:
    story = make_story(session, clock, chosen=False)
    amara = browser(client, session, story.people[0])
    here = f"/groups/{story.group.id}"
    amara.post(f"{here}/offers/{story.offer.id}", {"by_all": "y"})
    helper = make_person(session, name="Ruth Marsh")
    authority = make_authority(session, story.people[1], helper)
    ruth = browser(client, session, helper)
    way = f"/for/{authority.id}{here}/plan"
    offered = {one["value"] for one in ruth.get(way).soup.select("[name=answer]")}
    assert offered == {"yes", "worry", "no"}
    ruth.post(way, {"answer": "no", "how": "in_person", "words": "No, not for me"})
    assert "Somebody says no" in amara.get(f"{here}/plan").text
