"""A catalyst reads the answers, sees the checks, and answers; the words reach the provider."""

import re
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from microcare.directory.models import DeclaredInterest, Listing, ListingCheck, ListingKeeper
from microcare.directory.queries import history_of, public_listing
from microcare.directory.services import answer, send_listing, take_back_listing
from microcare.directory.values import Summary
from microcare.kernel.clock import FixedClock
from microcare.people.models import Person
from tests.client import Client
from tests.factories.directory import (
    TRAFFORD,
    keeper_of,
    make_catalyst,
    make_patch,
    make_public_listing,
    make_sent,
    see_checks,
    whole,
)
from tests.factories.outbox import rows
from tests.factories.people import make_person

WORDS = "I like it very much. Say what you do when it rains."


def _text(page: Any) -> str:
    return " ".join(page.soup.main.get_text(" ").split())


@pytest.fixture
def sent(session: Session) -> Listing:
    """A listing that waits."""
    return make_sent(session)


@pytest.fixture
def desk(client: Client, session: Session, sent: Listing) -> Client:
    """Its catalyst, signed in."""
    return client.sign_in(make_catalyst(session, make_patch(session)))


def _here(listing: Listing) -> str:
    return f"/catalyst/listings/{listing.id}"


def _answer(client: Client, listing: Listing, given: str, words: str = "", **kwargs: Any) -> Any:
    """Answers what is sent now, as the page's own form would."""
    read = listing.sent_at.isoformat() if listing.sent_at else ""
    told = {"answer": given, "words": words, "read": read}
    return client.post(f"{_here(listing)}/answer", told, **kwargs)


def _check_links(desk: Client, listing: Listing) -> list[str]:
    return [a["href"] for a in desk.get(_here(listing)).soup.select("#checks a")]


def test_the_answers_stand_beside_the_checks_they_call_for(desk: Client, sent: Listing) -> None:
    shown = _text(desk.get(_here(sent)))
    assert "0 of 4 seen" in shown
    assert "Was a school cook for 14 years." in shown
    assert "You cannot say yes yet. Still to see: Who they are (Priya Nair)" in shown
    assert "They say it runs until 14 March 2027." in shown
    assert "They say they have none yet." in shown
    assert "CQC: not needed." in shown
    assert "Yes, put it on the map" not in shown


def test_each_check_is_noted_and_then_it_goes_on_the_map(
    desk: Client, session: Session, sent: Listing
) -> None:
    links = _check_links(desk, sent)
    assert len(links) == 4
    for link in links:
        form = desk.get(link)
        told = {"how": "The paper itself", "level": "basic", "cover": "5,000,000"}
        ends = {"ends_on": ["14", "3", "2027"]} if "insurance" in link else {}
        seen = {"seen_on": ["22", "11", "2026"]}
        wanted = {f["name"] for f in form.soup.select("main [name]")}
        sending = {k: v for k, v in (told | ends | seen).items() if k in wanted}
        if "dbs" in link:
            sending["ends_on"] = ["22", "11", "2029"]
        desk.post(link, sending)
    page = desk.get(_here(sent))
    assert "4 of 4 seen" in _text(page)
    assert "Seen by Dawn Okafor, 22" in _text(page)
    _answer(desk, sent, "yes", "Well done.")
    shown = public_listing(session, "kitchen-table-cooks")
    assert shown is not None
    assert shown.approved_by == "Dawn Okafor"
    assert [row.kind for row in rows(session)].count("directory.approved") == 1


@pytest.mark.parametrize(
    ("answer_given", "state"), [("changes", "changes_asked"), ("no", "declined")]
)
def test_a_reason_reaches_the_provider(
    desk: Client, session: Session, sent: Listing, answer_given: str, state: str
) -> None:
    _answer(desk, sent, answer_given, WORDS)
    assert session.get_one(Listing, sent.id).state == state
    kind = {"changes": "directory.ask_changes", "no": "directory.decline"}[answer_given]
    assert kind in {row.kind for row in rows(session)}
    client = desk.sign_in(keeper_of(session, sent))
    assert WORDS in _text(client.get(f"/my/listings/{sent.id}"))


@pytest.mark.parametrize("answer_given", ["changes", "no"])
def test_a_no_without_a_reason_is_refused_beside_its_field(
    desk: Client, session: Session, sent: Listing, answer_given: str
) -> None:
    page = _answer(desk, sent, answer_given, " ", status=400)
    assert "Say why" in page.soup.select_one("#words-error").get_text()
    assert session.get_one(Listing, sent.id).state == "sent"
    assert "directory.decline" not in {row.kind for row in rows(session)}


@pytest.mark.parametrize(
    "hostile",
    [
        {},
        {"answer": "maybe"},
        {"answer": "no", "words": "x" * 2001},
        {"answer": "no", "words": "a\x00b"},
        {"answer": ["yes", "no"], "words": "<script>"},
    ],
)
def test_what_is_no_answer_changes_nothing(
    desk: Client, session: Session, sent: Listing, hostile: dict[str, Any]
) -> None:
    page = desk.post(f"{_here(sent)}/answer", hostile, status=400)
    assert page.soup.select(".govuk-error-summary li")
    assert session.get_one(Listing, sent.id).state == "sent"


def test_a_yes_before_all_is_seen_is_refused(desk: Client, session: Session, sent: Listing) -> None:
    page = _answer(desk, sent, "yes", status=400)
    assert "You cannot say yes yet" in _text(page)
    assert public_listing(session, "kitchen-table-cooks") is None


def test_two_answers_to_one_page_do_not_both_count(
    desk: Client, session: Session, sent: Listing
) -> None:
    _answer(desk, sent, "no", WORDS)
    page = _answer(desk, sent, "changes", WORDS, status=400)
    assert "has changed since you opened it" in _text(page)
    assert session.get_one(Listing, sent.id).state == "declined"


def test_parts_to_change_are_marked_on_the_provider_s_list(
    desk: Client, session: Session, sent: Listing
) -> None:
    read = sent.sent_at.isoformat()
    told = {"answer": "changes", "words": WORDS, "read": read, "parts": ["cost", "where"]}
    hostile = told | {"parts": ["cost", "<script>"]}
    refused = desk.post(f"{_here(sent)}/answer", hostile, status=400)
    assert refused.soup.select("details[open] #parts-error")
    desk.post(f"{_here(sent)}/answer", told)
    client = desk.sign_in(keeper_of(session, sent))
    rows = client.get(f"/my/listings/{sent.id}").soup.select(".govuk-task-list__item")
    asked = [row.a.get_text() for row in rows if "asks you to change this" in row.get_text()]
    assert asked == ["Where you help", "What it costs"]


def test_nobody_answers_what_they_have_not_read(
    desk: Client, session: Session, clock: FixedClock, sent: Listing
) -> None:
    form = desk.get(_here(sent)).soup.select_one("form[action$='/answer']")
    read = form.select_one("[name=read]")["value"]
    keeper = keeper_of(session, sent)
    clock.move(timedelta(minutes=5))
    take_back_listing(session, sent, by=keeper, clock=clock)
    answer(session, whole(session, sent.id), Summary("Fried only."), by=keeper, clock=clock)
    send_listing(session, whole(session, sent.id), by=keeper, clock=clock)
    told = {"answer": "changes", "words": WORDS}
    for before in (read, "", "yesterday", "2026-11-23T12:00:00"):
        page = desk.post(f"{_here(sent)}/answer", told | {"read": before}, status=400)
        assert "Read it again, then answer." in _text(page)
        assert "Fried only." in _text(page)
        # What they wrote is kept, and the form now says what they have before them.
        assert page.soup.select_one("#words").get_text().strip() == WORDS
    assert session.get_one(Listing, sent.id).state == "sent"
    now = page.soup.select_one("[name=read]")["value"]
    desk.post(f"{_here(sent)}/answer", told | {"read": now})
    assert session.get_one(Listing, sent.id).state == "changes_asked"


def test_a_catalyst_of_another_area_finds_nothing(
    desk: Client, session: Session, sent: Listing
) -> None:
    link = _check_links(desk, sent)[0]
    elsewhere = make_catalyst(session, make_patch(session, "Trafford", TRAFFORD))
    for person in (elsewhere, make_person(session), make_person(session, roles=["admin"])):
        client = desk.sign_in(person)
        for url in (_here(sent), f"{_here(sent)}/tie", f"{_here(sent)}/give", link):
            client.get(url, status=404)
        for verb in ("answer", "notes", "still-right", "let-go", "tie", "give"):
            client.post(f"{_here(sent)}/{verb}", {"answer": "no", "words": WORDS}, status=404)
        client.post(link, {}, status=404)
    assert session.get_one(Listing, sent.id).state == "sent"


def test_its_own_keeper_is_no_judge_of_it(
    desk: Client, session: Session, clock: FixedClock, sent: Listing
) -> None:
    catalyst = make_catalyst(session, make_patch(session), "Ros Tull")
    see_checks(session, whole(session, sent.id), catalyst)
    session.add(ListingKeeper(listing_id=sent.id, person_id=catalyst.id, since=clock.now()))
    client = desk.sign_in(catalyst)
    page = client.get(_here(sent))
    assert "This is your own page. Another catalyst must decide." in _text(page)
    assert page.soup.select("form[action$='/answer'], #checks a") == []
    refused = _answer(client, sent, "yes", status=400)
    assert "This is your own page" in _text(refused)
    assert public_listing(session, "kitchen-table-cooks") is None


@pytest.mark.parametrize("tie", ["relative", "employer", "client", "other"])
def test_whoever_is_too_close_stands_aside(
    desk: Client, session: Session, sent: Listing, tie: str
) -> None:
    see_checks(
        session, whole(session, sent.id), make_catalyst(session, make_patch(session), "Ros Tull")
    )
    assert "Ros Tull can decide." in _text(desk.get(f"{_here(sent)}/tie"))
    desk.post(f"{_here(sent)}/tie", {"tie": tie})
    assert session.scalar(select(DeclaredInterest.tie)) == tie
    page = desk.get(_here(sent))
    assert "stood aside" in _text(page)
    assert page.soup.select("form[action$='/answer'], #checks a") == []
    for given in ("yes", "changes", "no"):
        refused = _answer(desk, sent, given, "x", status=400)
        assert "You told us you have a tie" in _text(refused)
    assert session.get_one(Listing, sent.id).state == "sent"


def test_another_catalyst_takes_a_mistaken_tie_back(
    desk: Client, session: Session, sent: Listing
) -> None:
    patch = make_patch(session)
    dawn = session.scalars(select(Person).where(Person.name == "Dawn Okafor")).one()
    ros = make_catalyst(session, patch, "Ros Tull")
    link = f"{_here(sent)}/ties/{dawn.id}"
    desk.get(link, status=404)
    desk.post(f"{_here(sent)}/tie", {"tie": "relative"})
    # Not by whoever stood aside, and not without a reason.
    assert link not in desk.get(_here(sent)).get_data(as_text=True)
    own = desk.post(link, {"words": "I changed my mind."}, status=400)
    assert "You told us you have a tie" in _text(own)
    client = desk.sign_in(ros)
    page = client.get(client.get(_here(sent)).soup.select_one("a[href*='/ties/']")["href"])
    assert client.submit(page, {"words": " "}, status=400).soup.select("#words-error")
    assert session.scalar(select(DeclaredInterest.tie)) == "relative"
    client.submit(page, {"words": "It was another Priya."})
    assert session.scalar(select(DeclaredInterest.tie)) is None
    log = client.get(_here(sent)).soup.select_one(".mc-log").get_text(" ")
    assert "It was another Priya." in log
    assert "stood aside" in log
    client = client.sign_in(dawn)
    _answer(client, sent, "changes", WORDS)
    assert session.get_one(Listing, sent.id).state == "changes_asked"


def test_a_tie_must_be_one_we_know(desk: Client, session: Session, sent: Listing) -> None:
    page = desk.post(f"{_here(sent)}/tie", {"tie": "enemy"}, status=400)
    assert page.soup.select("#tie-error")
    assert session.scalar(select(DeclaredInterest.tie)) is None


def test_an_edit_is_read_like_a_new_page(
    client: Client, session: Session, clock: FixedClock
) -> None:
    public = make_public_listing(session)
    listing = whole(session, public.id)
    keeper = keeper_of(session, listing)
    answer(session, listing, Summary("Hot curries."), by=keeper, clock=clock)
    send_listing(session, listing, by=keeper, clock=clock)
    client.sign_in(make_catalyst(session, make_patch(session)))
    page = _text(client.get(_here(listing)))
    assert "Hot curries." in page
    assert "4 of 4 seen" in page
    _answer(client, listing, "yes")
    shown = public_listing(session, public.slug)
    assert shown is not None
    assert shown.summary == "Hot curries."


def test_who_did_what_and_when_is_on_the_page(
    desk: Client, session: Session, sent: Listing
) -> None:
    desk.post(f"{_here(sent)}/notes", {"note": "Rang, and met both."})
    log = desk.get(_here(sent)).soup.select_one(".mc-log").get_text(" ")
    assert "You noted" in " ".join(log.split())
    assert "Rang, and met both." in log
    assert re.search(r"changed \d+ answers", log)
    assert "sent it to the catalyst" in log
    assert "Rang, and met both." in {event.words for event in history_of(session, sent.id)}
    client = desk.sign_in(keeper_of(session, sent))
    assert "Rang" not in _text(client.get(f"/my/listings/{sent.id}"))


@pytest.mark.parametrize("note", ["", "  ", "x" * 1001, "a\x07b"])
def test_an_empty_or_endless_note_is_refused(
    desk: Client, session: Session, sent: Listing, note: str
) -> None:
    before = len(history_of(session, sent.id))
    page = desk.post(f"{_here(sent)}/notes", {"note": note}, status=400)
    assert page.soup.select("#note-error")
    assert len(history_of(session, sent.id)) == before


def test_no_paper_is_kept(desk: Client, session: Session, sent: Listing) -> None:
    assert {column.name for column in ListingCheck.__table__.columns}.isdisjoint(
        {"number", "certificate", "file", "document", "scan"}
    )
