"""A helper's way through somebody else's pages: what is there, what is not, and what is told."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from microcare.budgets.queries import budgets_of
from microcare.decisions.models import RecordedAnswer
from microcare.decisions.policies import latest_answers
from microcare.decisions.values import Answer
from microcare.kernel.clock import FixedClock
from microcare.ledger.models import Event
from microcare.outbox.models import OutboxMessage
from microcare.people.models import Authority, Deed, Person
from microcare.people.services import stop_support
from microcare.people.values import Act, AuthorityType
from tests.client import Client
from tests.factories.budgets import PLEDGED
from tests.factories.groups import Story, look_again, make_group, make_story
from tests.factories.people import make_authority, make_person

SAID = {"how": "symbols", "words": "She put the yes card on the plan."}


def helper_of(
    client: Client, session: Session, clock: FixedClock, **told: object
) -> tuple[Story, Authority]:
    """A story whose second person, Gwen, is helped by whoever is signed in."""
    story = make_story(session, clock)
    sue = make_person(session, name="Sue Porter")
    authority = make_authority(session, story.people[1], sue, clock=clock, **told)  # type: ignore[arg-type]
    client.sign_in(sue)
    return story, authority


def whose(session: Session, key: str) -> list[UUID]:
    """Whom the ledger names, of each event whose key begins so."""
    rows = select(Event.actor).where(Event.key.startswith(key))
    return list(session.scalars(rows))


def test_the_first_page_for_somebody_tells_what_may_be_done(
    client: Client, session: Session, clock: FixedClock
) -> None:
    story, authority = helper_of(client, session, clock)
    page = client.get(f"/for/{authority.id}")
    words = page.soup.main.get_text(" ")
    assert "For Gwen" in words
    assert "The plan costs Gwen £216.00 in all." in words
    assert "Say yes with money, up to £1,000.00 at once" in words
    assert client.get("/my").soup.select_one(f"main a[href='/for/{authority.id}']")
    assert client.get("/my/supporters").soup.select_one(f"main a[href='/for/{authority.id}']")


def test_a_page_for_somebody_says_so_and_leads_on_for_them(
    client: Client, session: Session, clock: FixedClock
) -> None:
    story, authority = helper_of(client, session, clock)
    here = f"/for/{authority.id}"
    page = client.get(f"{here}/groups/{story.group.id}")
    assert "You are acting for Gwen." in page.soup.header.get_text(" ")
    ways = {a["href"] for a in page.soup.select("main a")}
    assert f"{here}/groups/{story.group.id}/plan" in ways
    assert f"{here}/my/money" in ways
    # What is for everybody stays as it is, and nothing leads to the helper's own pages.
    assert page.soup.select_one("footer a[href='/privacy']")
    assert not [way for way in ways if way.startswith(("/groups", "/my"))]
    # The plain page of the group is its members' alone.
    client.get(f"/groups/{story.group.id}", status=404)


def test_a_yes_for_somebody_is_their_own_and_is_told_to_them(
    client: Client, session: Session, clock: FixedClock
) -> None:
    story, authority = helper_of(client, session, clock)
    gwen = story.people[1]
    here = f"/for/{authority.id}/groups/{story.group.id}"
    yes = PLEDGED | {"answer": "yes", "budget": str(story.budgets[1].id)} | SAID
    assert client.post(f"{here}/plan", yes).headers["Location"] == here
    look_again(session, story)
    assert story.proposal is not None
    assert latest_answers(story.proposal)[gwen.id].answer is Answer.YES
    row = session.scalars(select(RecordedAnswer)).one()
    assert (row.recorded_by, row.how) == (authority.supporter_id, "symbols")
    told = session.scalars(select(OutboxMessage)).all()[-1]
    assert (told.kind, told.payload["group_id"]) == (
        "commissioning.answered_for",
        str(story.group.id),
    )
    # Gwen reads what was done, and changes it herself.
    own = Client(client.app, session).sign_in(gwen)
    words = own.get("/my/supporters").soup.main.get_text(" ")
    assert "Passed on your answer" in words
    assert "She put the yes card on the plan." in words
    assert "Looked at" not in words
    own.post(f"/groups/{story.group.id}/plan", {"answer": "worry", "reason": "Too late for me"})
    look_again(session, story)
    assert latest_answers(story.proposal)[gwen.id].answer is Answer.WORRY


def test_how_it_was_said_must_be_written_and_nothing_typed_is_lost(
    client: Client, session: Session, clock: FixedClock
) -> None:
    story, authority = helper_of(client, session, clock)
    here = f"/for/{authority.id}/groups/{story.group.id}/plan"
    page = client.post(here, {"answer": "no", "words": "Not that one"}, status=400)
    assert "Pick how they told you" in page.soup.main.get_text(" ")
    assert "Not that one" in page.soup.main.get_text(" ")
    assert session.scalars(select(RecordedAnswer)).all() == []


def test_what_was_looked_at_is_told_once_a_day(
    client: Client, session: Session, clock: FixedClock
) -> None:
    story, authority = helper_of(client, session, clock)
    for _ in range(2):
        client.get(f"/for/{authority.id}/my/money")
    clock.move(timedelta(days=1))
    client.sign_in(session.get_one(Person, authority.supporter_id))
    client.get(f"/for/{authority.id}/my/money")
    seen = session.scalars(select(Deed).where(Deed.what == "site.show_money")).all()
    assert len(seen) == 2
    assert all(deed.is_sight for deed in seen)
    held = client.get("/my/data").soup.main.get_text(" ")
    assert "Looked at your money" in held
    assert "site.show_money" not in held


def test_a_sum_above_the_limit_is_refused_in_words(
    client: Client, session: Session, clock: FixedClock
) -> None:
    story, authority = helper_of(client, session, clock, limit_pence=21_599)
    yes = PLEDGED | {"answer": "yes", "budget": str(story.budgets[1].id)} | SAID
    here = f"/for/{authority.id}/groups/{story.group.id}/plan"
    page = client.post(here, yes, status=400)
    assert "This is £216.00. You may agree to £215.99 at once" in page.soup.main.get_text(" ")
    look_again(session, story)
    assert story.proposal is not None
    assert not story.proposal.answers


@pytest.mark.parametrize("kind", [AuthorityType.TRUSTED_SUPPORTER, AuthorityType.ADVOCATE])
def test_whoever_may_hold_no_money_says_no_yes_with_it(
    client: Client, session: Session, clock: FixedClock, kind: AuthorityType
) -> None:
    story, authority = helper_of(client, session, clock, type=kind)
    here = f"/for/{authority.id}/groups/{story.group.id}/plan"
    assert not client.get(here).soup.select("input[name=answer][value=yes]")
    client.post(
        here, PLEDGED | {"answer": "yes", "budget": str(story.budgets[1].id)} | SAID, status=400
    )
    client.get(f"/for/{authority.id}/my/money/new", status=404)
    client.post(f"/for/{authority.id}/my/money/{story.budgets[1].id}/stop", status=404)
    worry = {"answer": "worry", "reason": "Is it warm there?"} | SAID
    client.post(here, worry)
    status = 400 if kind is AuthorityType.ADVOCATE else 303
    client.post(here, {"answer": "no"} | SAID, status=status)


def test_somebody_who_may_only_see_groups_sees_no_money_and_no_buttons(
    client: Client, session: Session, clock: FixedClock
) -> None:
    kind = AuthorityType.TRUSTED_SUPPORTER
    story, authority = helper_of(client, session, clock, type=kind, scope=[Act.SEE])
    here = f"/for/{authority.id}"
    plan = client.get(f"{here}/groups/{story.group.id}/plan")
    text = plan.get_data(as_text=True)
    # What it costs is shared; what she has is not.
    assert "£216.00" in text
    assert "£256" not in text
    assert "£40" not in text
    assert not plan.soup.select("main form")
    group = client.get(f"{here}/groups/{story.group.id}").get_data(as_text=True)
    assert "left to plan with" not in group
    assert "£256" not in group
    for path in ("/my/money", "/my/bills", f"/my/money/{story.budgets[1].id}/statement"):
        client.get(here + path, status=404)
    first = client.get(here).get_data(as_text=True)
    assert "left to plan with" not in first
    for path in ("/plan", "/leave", "/plan/stop"):
        client.post(f"{here}/groups/{story.group.id}{path}", SAID, status=404)


def test_only_whoever_holds_it_and_only_while_it_lasts(
    client: Client, session: Session, clock: FixedClock
) -> None:
    story, authority = helper_of(client, session, clock, ends_on=clock.today() + timedelta(days=2))
    here = f"/for/{authority.id}"
    page = f"{here}/groups/{story.group.id}"
    stranger = Client(client.app, session).sign_in(make_person(session))
    gwen = Client(client.app, session).sign_in(story.people[1])
    for other in (stranger, gwen):
        for path in (here, page, f"{here}/my/money"):
            other.get(path, status=404)
        other.post(f"{page}/plan", {"answer": "no"} | SAID, status=404)
    client.get(page)
    clock.move(timedelta(days=3))
    client.sign_in(session.get_one(Person, authority.supporter_id))
    client.get(page, status=404)
    client.get(here, status=404)


def test_stopped_in_two_presses_and_over_at_once(
    client: Client, session: Session, clock: FixedClock
) -> None:
    story, authority = helper_of(client, session, clock)
    here = f"/for/{authority.id}"
    client.get(here)
    gwen = Client(client.app, session).sign_in(story.people[1])
    stop = gwen.get("/my/supporters").soup.select_one("main a[href$='/stop']")["href"]
    gwen.submit(gwen.get(stop))
    for path in ("", "/my/money", f"/groups/{story.group.id}"):
        client.get(here + path, status=404)
    client.post(f"{here}/groups/{story.group.id}/plan", {"answer": "no"} | SAID, status=404)


def test_a_helper_sees_nobody_elses_things_by_the_persons_address(
    client: Client, session: Session, clock: FixedClock
) -> None:
    story, authority = helper_of(client, session, clock)
    other = make_group(session, [make_person(session), make_person(session)], clock)
    here = f"/for/{authority.id}"
    client.get(f"{here}/groups/{other.id}", status=404)
    client.get(f"{here}/my/money/{story.budgets[0].id}/statement", status=404)
    client.post(f"{here}/my/money/{story.budgets[2].id}/stop", status=404)
    # What is not in the table is not there: their account, their helpers, their data.
    for path in ("/my/data", "/my/supporters", "/my/data/delete", "/my", "/my/password", "/"):
        client.get(here + path, status=404)
    # Nor is whom they help in turn.
    third = make_authority(session, story.people[0], story.people[1], clock=clock)
    client.get(f"{here}/for/{third.id}", status=404)
    client.get(f"{here}/for/{third.id}/my/money", status=404)


def test_money_is_set_aside_for_somebody_in_their_name(
    client: Client, session: Session, clock: FixedClock
) -> None:
    story, authority = helper_of(client, session, clock)
    here = f"/for/{authority.id}"
    page = client.get(f"{here}/my/money/new")
    told = {
        "funding": "own",
        "pence": "20",
        "every_weeks": "1",
        "starts_on": ["1", "12", "2026"],
        "ends_on": ["31", "1", "2027"],
    }
    done = client.submit(page, told)
    assert done.headers["Location"] == f"{here}/my/money"
    assert len(budgets_of(session, story.people[1].id)) == 2
    assert budgets_of(session, authority.supporter_id or story.people[0].id) == []
    assert authority.id in whose(session, "budget ")


def test_the_ledger_names_the_authority_and_not_the_person(
    client: Client, session: Session, clock: FixedClock
) -> None:
    """P31: what a helper did is not written down as the person's own press."""
    story, authority = helper_of(client, session, clock)
    here, [budget] = f"/for/{authority.id}", budgets_of(session, story.people[1].id)
    for press in ("take-back", "stop"):
        path = f"{here}/my/money/{budget.id}/{press}"
        if press == "stop":
            client.post(path)
        else:
            client.submit(client.get(path), {"pence": "1"})
    assert whose(session, "take back ") == [authority.id] * 2


def test_an_invitation_is_answered_for_somebody(
    client: Client, session: Session, clock: FixedClock
) -> None:
    ros = make_person(session, name="Ros Hill")
    gwen = make_person(session, name="Gwen Parry")
    sue = make_person(session, name="Sue Porter")
    authority = make_authority(
        session, gwen, sue, clock=clock, type=AuthorityType.TRUSTED_SUPPORTER
    )
    group = make_group(session, [ros], clock)
    own = Client(client.app, session).sign_in(ros)
    own.post(f"/groups/{group.id}/invite", {"email": gwen.email})
    sent = session.scalars(select(OutboxMessage)).all()[-1]
    path = f"/groups/invitations/{sent.payload['token']}"
    client.sign_in(sue)
    way = client.get(path).soup.select_one("main a[href^='/for/']")["href"]
    assert way == f"/for/{authority.id}{path}"
    done = client.post(way, {"brings": "A big table"})
    assert done.headers["Location"] == f"/for/{authority.id}/groups/{group.id}"
    session.expire_all()
    assert set(group.member_ids) == {ros.id, gwen.id}


def test_a_note_reaches_the_person_and_nobody_else(
    client: Client, session: Session, clock: FixedClock
) -> None:
    story, authority = helper_of(client, session, clock, type=AuthorityType.ADVOCATE)
    here = f"/for/{authority.id}"
    client.post(here, {"words": " "}, status=400)
    client.post(here, {"words": "Shall we ring them on Friday?"})
    sent = session.scalars(select(OutboxMessage)).all()[-1]
    assert sent.payload["person_id"] == str(story.people[1].id)
    gwen = Client(client.app, session).sign_in(story.people[1])
    assert "Shall we ring them on Friday?" in gwen.get("/my/supporters").get_data(as_text=True)
    other = Client(client.app, session).sign_in(story.people[0])
    assert "ring them" not in other.get("/my/supporters").get_data(as_text=True)


def test_a_helper_who_signed_out_while_writing_comes_back_to_the_same_person(
    client: Client, session: Session, clock: FixedClock
) -> None:
    story, authority = helper_of(client, session, clock)
    path = f"/for/{authority.id}/groups/{story.group.id}/plan"
    nobody = Client(client.app, session)
    assert f"next={path}" in nobody.get(path, status=303).headers["Location"]
    assert f"next={path}" in nobody.post(path, SAID).headers["Location"]
    assert f"next={path}" in nobody.post(path + "/stop").headers["Location"]


def test_whoever_is_to_be_paid_answers_for_nobody(
    client: Client, session: Session, clock: FixedClock
) -> None:
    from tests.factories.directory import keeper_of

    story = make_story(session, clock)
    keeper = keeper_of(session, story.listing)
    authority = make_authority(session, story.people[1], keeper, clock=clock)
    client.sign_in(keeper)
    yes = PLEDGED | {"answer": "yes", "budget": str(story.budgets[1].id)} | SAID
    page = client.post(f"/for/{authority.id}/groups/{story.group.id}/plan", yes, status=400)
    assert "You work for whoever is to be paid" in page.soup.main.get_text(" ")


def test_stopping_while_it_is_used_is_one_after_the_other(
    client: Client, session: Session, clock: FixedClock
) -> None:
    story, authority = helper_of(client, session, clock)
    stop_support(session, authority, clock=clock)
    client.get(f"/for/{authority.id}", status=404)
