"""A yes before two witnesses, on the pages of all whom it concerns (pooling P31a)."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from microcare.commissioning.models import OwnPurpose, WitnessedYes, YesWitness
from microcare.kernel.clock import FixedClock
from microcare.outbox.models import OutboxMessage
from microcare.people.models import Authority, Person
from microcare.people.values import Act, AuthorityType
from tests.client import Client
from tests.factories.budgets import PLEDGED, make_purpose
from tests.factories.groups import Story, make_story
from tests.factories.people import make_authority, make_person

TWO = {
    "name_1": "Ruth Marsh",
    "email_1": "ruth@example.org",
    "name_2": "Omar Else",
    "email_2": "omar@example.org",
}
SAID = {"how": "symbols", "words": "She put the yes card on the plan."}
CONFIRM = {"said": "yes", "knew_cost": "y", "gains_nothing": "y"}
SCOPE = (Act.SEE, Act.ANSWER)


def helped(
    client: Client, session: Session, clock: FixedClock, scope: Any = SCOPE
) -> tuple[Story, Authority, str]:
    """Gwen's plan, her trusted supporter signed in, and the address of the page."""
    story = make_story(session, clock, closes_on=date(2026, 12, 20))
    sue = make_person(session, name="Sue Porter")
    trusted = AuthorityType.TRUSTED_SUPPORTER
    authority = make_authority(
        session, story.people[1], sue, clock=clock, type=trusted, scope=scope
    )
    client.sign_in(sue)
    return story, authority, f"/for/{authority.id}/groups/{story.group.id}/plan/witnessed"


def yes_of(story: Story, **changes: Any) -> dict[str, Any]:
    """The form as it should be, for Gwen."""
    return TWO | SAID | PLEDGED | {"budget": str(story.budgets[1].id)} | changes


def links(session: Session) -> list[str]:
    """The addresses in the letters to the witnesses, first and second."""
    session.flush()
    rows = select(OutboxMessage).where(OutboxMessage.kind == "commissioning.witness")
    found = session.scalars(rows.order_by(OutboxMessage.created_at, OutboxMessage.id)).all()
    return [f"/witness/{row.payload['token']}" for row in found]


def test_the_way_from_the_plan_to_what_still_lacks(
    client: Client, session: Session, clock: FixedClock
) -> None:
    story, authority, here = helped(client, session, clock)
    plan = client.get(here.removesuffix("/witnessed"))
    assert plan.soup.select_one(f"main a[href='{here}']")
    page = client.get(here)
    assert (
        "It counts after 5 working days. That is on Tuesday\xa01\xa0December"
        in page.soup.main.get_text(" ")
    )
    assert client.post(here, yes_of(story)).headers["Location"] == here
    words = client.get(here).soup.main.get_text(" ")
    assert "Ruth Marsh has still to say if it is so." in words
    assert "You have still to be told" in words
    # Gwen reads it on her own page, and on the plan, and nobody else of the group does.
    gwen = Client(client.app, session).sign_in(story.people[1])
    own = here.removeprefix(f"/for/{authority.id}")
    assert SAID["words"] in gwen.get(own).soup.main.get_text(" ")
    assert gwen.get(own.removesuffix("/witnessed")).soup.select_one(f"main a[href='{own}']")
    assert "Wrote down a yes of yours" in gwen.get("/my/supporters").text
    amara = Client(client.app, session).sign_in(story.people[0])
    assert "No yes of this kind waits" in amara.get(own).soup.main.get_text(" ")
    assert "witness" not in amara.get(own.removesuffix("/witnessed")).soup.main.get_text(" ")


def test_a_helper_without_the_right_to_see_money_reads_no_sum(
    client: Client, session: Session, clock: FixedClock
) -> None:
    story, _, here = helped(client, session, clock)
    make_purpose(session, story.people[1], clock, words="Her bad chest")
    text = client.get(here).soup.main.get_text(" ")
    assert "£256" not in text
    assert "Her bad chest" not in text
    assert "What they wrote down on 23\xa0November" in text
    page = client.post(here, yes_of(story, budget="nonsense"), status=400)
    assert "Pick from the list" in page.soup.main.get_text(" ")


def test_a_helper_who_sees_money_reads_what_the_plan_says(
    client: Client, session: Session, clock: FixedClock
) -> None:
    story, _, here = helped(client, session, clock, scope=(*SCOPE, Act.SEE_MONEY))
    purpose = make_purpose(session, story.people[1], clock, words="Cook with others")
    assert "Cook with others" in client.get(here).soup.main.get_text(" ")
    client.post(here, yes_of(story, purpose=str(purpose.id), outside=""))
    assert session.scalars(select(OwnPurpose.purpose_id)).one() == purpose.id


def test_what_does_not_reach_is_told_without_the_sum(
    client: Client, session: Session, clock: FixedClock
) -> None:
    story, _, here = helped(client, session, clock)
    make_more = make_story(session, clock, pence=[25_600, 100, 25_600])
    authority = make_authority(
        session,
        make_more.people[1],
        make_person(session, name="Sid"),
        clock=clock,
        type=AuthorityType.TRUSTED_SUPPORTER,
        scope=SCOPE,
    )
    client.sign_in(session.get_one(Person, authority.supporter_id))
    here = f"/for/{authority.id}/groups/{make_more.group.id}/plan/witnessed"
    page = client.post(here, yes_of(make_more), status=400)
    text = page.soup.main.get_text(" ")
    assert "It cannot be said with that money." in text
    assert "£1" not in text
    assert session.scalars(select(WitnessedYes)).all() == []


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"how": "telephone"}, "Pick how they told you"),
        ({"how": ""}, "Pick how they told you"),
        ({"words": " "}, "Write what they said or showed"),
        ({"words": "x" * 601}, "Make it shorter"),
        ({"email_1": "no"}, "Write"),
        ({"name_2": "www.example.org"}, "Write a name only"),
        ({"email_2": "ruth@example.org"}, "Name two different people"),
        ({"purpose": "none", "outside": ""}, "Write why it is right all the same"),
        ({"purpose": "7"}, "Pick what your plan says"),
        ({"close": "perhaps"}, "Say whether they are close to you"),
        ({"name_1": "<script>alert(1)</script>" * 9}, "Make the name shorter"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(
    client: Client, session: Session, clock: FixedClock, changes: dict[str, str], words: str
) -> None:
    story, _, here = helped(client, session, clock)
    page = client.post(here, yes_of(story, **changes), status=400)
    assert words in page.soup.main.get_text(" ")
    assert session.scalars(select(WitnessedYes)).all() == []


def test_whoever_gains_is_refused_by_one_sentence(
    client: Client, session: Session, clock: FixedClock
) -> None:
    story, _, here = helped(client, session, clock)
    page = client.post(here, yes_of(story, email_1=story.people[0].email), status=400)
    error = page.soup.select_one("#email_1-error")
    assert "Name somebody else" in error.get_text()


def test_the_persons_own_press_leads_to_their_own_answer(
    client: Client, session: Session, clock: FixedClock
) -> None:
    story, authority, here = helped(client, session, clock)
    gwen = Client(client.app, session).sign_in(story.people[1])
    own = here.removeprefix(f"/for/{authority.id}")
    page = gwen.post(own, yes_of(story), status=400)
    assert "You can answer by yourself" in page.soup.main.get_text(" ")
    gwen.post(f"{own}/told", {}, status=400)
    assert session.scalars(select(WitnessedYes)).all() == []


def test_a_witness_needs_no_account_and_reads_no_sum(
    client: Client, session: Session, clock: FixedClock
) -> None:
    story, _, here = helped(client, session, clock)
    client.post(here, yes_of(story))
    visitor = Client(client.app, session)
    first, second = links(session)
    text = visitor.get(first).soup.main.get_text(" ")
    assert SAID["words"] in text
    assert "Gwen" in text
    assert "£" not in text
    assert story.group.name not in text
    assert "Amara" not in text
    for lacks in ("knew_cost", "gains_nothing", "said"):
        told = {name: value for name, value in CONFIRM.items() if name != lacks}
        visitor.post(first, told, status=400)
    assert "Thank you" in visitor.post(first, CONFIRM, status=200).text
    assert "You said that this is what happened." in visitor.get(first).text
    assert "Thank you" in visitor.post(second, CONFIRM, status=200).text
    assert {one.said for one in session.scalars(select(YesWitness))} == {"yes"}
    gwen = Client(client.app, session).sign_in(story.people[1])
    seen = gwen.get("/my/seen").soup.main.get_text(" ")
    assert "Said that they were there and saw you say yes" in seen
    assert "Read what you are said to have said" in seen
    assert "A witness to what you said" in seen


def test_a_no_ends_it_and_the_links_with_it(
    client: Client, session: Session, clock: FixedClock
) -> None:
    story, _, here = helped(client, session, clock)
    client.post(here, yes_of(story))
    visitor = Client(client.app, session)
    first, second = links(session)
    assert "We have kept your no" in visitor.post(first, {"said": "no"}, status=200).text
    for link in (first, second):
        visitor.get(link, status=410)
        visitor.post(link, CONFIRM, status=410)
    visitor.get("/witness/nothing", status=404)
    # It can be written down anew.
    client.post(here, yes_of(story))


def test_the_helper_cannot_confirm_it_themself(
    client: Client, session: Session, clock: FixedClock
) -> None:
    story, _, here = helped(client, session, clock)
    client.post(here, yes_of(story))
    page = client.post(links(session)[0], CONFIRM, status=400)
    assert "You cannot be a witness to this." in page.soup.main.get_text(" ")


def test_a_call_is_kept_with_what_they_said(
    client: Client, session: Session, clock: FixedClock
) -> None:
    story, authority, here = helped(client, session, clock)
    client.post(here, yes_of(story))
    told = {"told": "call", "told_on": "2026-11-23", "words": "Yes, that is right"}
    for wrong in ({"told": ""}, {"told_on": "2026-11-22"}, {"told_on": "x"}, {"words": ""}):
        client.post(f"{here}/told", told | wrong, status=400)
    client.post(f"{here}/told", told)
    words = client.get(here).soup.main.get_text(" ")
    assert "You were told on Monday\xa023\xa0November: By a call." in words
    gwen = Client(client.app, session).sign_in(story.people[1])
    assert "Yes, that is right" in gwen.get("/my/supporters").text
    letter = client.get(f"{here}/letter").text
    assert "Ruth Marsh, Omar Else" in letter
    gwen.get(f"{here.removeprefix(f'/for/{authority.id}')}/letter")


def test_the_person_takes_it_back_and_the_helper_is_told(
    client: Client, session: Session, clock: FixedClock
) -> None:
    story, authority, here = helped(client, session, clock)
    client.post(here, yes_of(story))
    gwen = Client(client.app, session).sign_in(story.people[1])
    own = here.removeprefix(f"/for/{authority.id}")
    gwen.post(f"{own}/stop", {})
    gwen.post(f"{own}/stop", {}, status=400)
    assert session.scalars(select(WitnessedYes)).one().ended_as == "taken_back"
    rows = select(OutboxMessage).where(OutboxMessage.kind == "commissioning.not_witnessed")
    assert [row.payload["to_helper"] for row in session.scalars(rows)] == [True]


def test_who_may_not_pass_on_answers_finds_no_page(
    client: Client, session: Session, clock: FixedClock
) -> None:
    story, _, here = helped(client, session, clock, scope=(Act.SEE,))
    client.get(here, status=404)
    client.post(here, yes_of(story), status=404)
    assert not client.get(here.removesuffix("/witnessed")).soup.select_one(f"a[href='{here}']")


def test_without_money_there_is_no_form(
    client: Client, session: Session, clock: FixedClock
) -> None:
    story, _, here = helped(client, session, clock)
    story.budgets[1].stopped_at = clock.now()
    text = client.get(here).soup.main.get_text(" ")
    assert "They have not set any money aside yet" in text
