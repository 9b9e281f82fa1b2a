"""A provider makes a page, one question at a time, and sends it."""

from typing import Any

from flask import Flask
from sqlalchemy.orm import Session

from microcare.directory.models import Listing, PrivatePlace
from microcare.directory.values import State
from tests.client import Client
from tests.factories.directory import FakeGazetteer, make_catalyst, make_patch
from tests.factories.people import make_person

ANSWERS: list[tuple[str, dict[str, Any]]] = [
    ("summary", {"summary": "We walk with you on the moor."}),
    ("visit", {"description": "We meet at your door and walk as far as you like."}),
    ("people", {"people": "Callum Reed: I walked dogs for ten years.\nAnn", "same_people": ""}),
    ("reached", {"phone": "01632 960 001", "website": "www.moorwalks.example"}),
    ("help", {"out": ["walks", "days-out"]}),
    (
        "work",
        {"personal_care": "no", "handles_money": "no", "one_to_one": "yes", "workers": "2"},
    ),
    ("who-for", {"who_for": "Anyone who likes fresh air", "minimum_age": "18"}),
    ("where", {"reach": "visits", "postcode": "ta1 4ab"}),
    ("miles", {"miles": "6"}),
    ("times", {"days": ["tue", "sat"], "opens": "09:00", "closes": "16:30"}),
    ("price", {"pence": "17.50", "per": "hour"}),
    ("cost-terms", {"includes": "The walk and the flask of tea"}),
    ("sharing", {"is_shared": "yes", "shared_min": "2", "shared_max": "4"}),
    ("pay", {"pay": ["own", "direct_payment"]}),
    ("room", {"room": "room", "room_for": "3"}),
    ("languages", {"languages": "English, BSL"}),
    ("access", {"access": ["assistance_dogs"]}),
    ("checks", {"has_insurance": "yes", "dbs": "basic", "has_training": "yes"}),
    ("owners", {"organisation": "Moor Walks", "users_percent": "0", "workers_percent": "100"}),
    ("treatment", {"paid": "We share what comes in"}),
    ("principles", {"principles": "You set the pace.\nNo one is left behind."}),
    ("story", {"story": "I saw a heron.", "story_by": "A woman near Wells", "story_agreed": "y"}),
]


def _started(client: Client, session: Session, app: Flask) -> str:
    make_catalyst(session, make_patch(session))
    app.extensions["microcare.gazetteer"] = FakeGazetteer()
    client.sign_in(make_person(session, name="Callum Reed"))
    client.get("/listings/new")
    made = client.post("/listings/new", {"name": "Moor Walks", "kind": "micro_enterprise"})
    return str(made.headers["Location"])


def test_a_page_is_made_one_question_at_a_time_and_sent(
    client: Client, session: Session, app: Flask
) -> None:
    here = _started(client, session, app)
    assert "To do" in client.get(here).get_data(as_text=True)
    for question, given in ANSWERS:
        shown = client.get(f"{here}/questions/{question}")
        assert shown.soup.select_one("main form")
        client.post(f"{here}/questions/{question}", given)
    check = client.get(f"{here}/check")
    assert "You set the pace." in check.get_data(as_text=True)
    client.post(f"{here}/send")
    assert "Waiting for the catalyst" in client.get(here).get_data(as_text=True)
    listing = session.query(Listing).one()
    assert listing.state == State.SENT
    assert listing.patch_id is not None
    assert session.get_one(PrivatePlace, listing.id).postcode == "TA1 4AB"


def test_answers_come_back_as_they_were_given(client: Client, session: Session, app: Flask) -> None:
    here = _started(client, session, app)
    for question, given in ANSWERS:
        client.post(f"{here}/questions/{question}", given)
        again = client.get(f"{here}/questions/{question}")
        client.submit(again)
        for name, value in given.items():
            values = value if isinstance(value, list) else [value]
            text = again.get_data(as_text=True)
            if name in {"postcode", "website", "pence"}:
                continue
            assert all(str(v).split("\n")[0] in text for v in values), (question, name)


def test_a_wrong_answer_is_kept_and_said_beside_its_field(
    client: Client, session: Session, app: Flask
) -> None:
    here = _started(client, session, app)
    wrong = [
        ("name", {"name": "", "kind": "castle"}, "Write a name, like Moor Walks"),
        ("summary", {"summary": "x" * 340}, "It is 40 letters too long"),
        ("price", {"pence": "eighteen", "per": "hour"}, "Write the amount in numbers"),
        ("price", {"pence": "18"}, "Pick one: an hour, a session, a day or a week"),
        ("where", {"reach": "visits", "postcode": "ZZ99 9ZZ"}, "postcode"),
        ("where", {"reach": "visits", "postcode": "Taunton"}, "Write a full postcode"),
        ("help", {"out": ["nonsense"]}, "Pick from the list"),
        ("help", {}, "Tick at least one thing"),
        ("work", {"workers": "٣"}, "Write a whole number"),
        ("times", {"days": ["tue"], "opens": "12:00", "closes": "11:00"}, "after the start"),
        ("owners", {"users_percent": "60", "workers_percent": "60"}, "more than 100"),
        ("people", {"people": "Ann\nann"}, "Write each name once"),
        ("story", {"story": "Once"}, "Ask them first"),
        ("reached", {"website": "javascript://alert(1)"}, "Write a web address"),
    ]
    for question, given, words in wrong:
        page = client.post(f"{here}/questions/{question}", given, status=400)
        assert words in page.soup.select_one(".govuk-error-summary").get_text(), question


def test_a_micro_enterprise_stays_small(client: Client, session: Session, app: Flask) -> None:
    here = _started(client, session, app)
    given = {"personal_care": "no", "handles_money": "no", "one_to_one": "no", "workers": "9"}
    page = client.post(f"{here}/questions/work", given, status=400)
    assert "up to 8 people" in page.get_data(as_text=True)


def test_an_unfinished_page_is_not_sent(client: Client, session: Session, app: Flask) -> None:
    here = _started(client, session, app)
    page = client.post(f"{here}/send", status=400)
    assert "Some parts are still to do" in page.get_data(as_text=True)


def test_nobody_else_sees_a_page_being_written(
    client: Client, session: Session, app: Flask
) -> None:
    here = _started(client, session, app)
    other = Client(app, session).sign_in(make_person(session))
    other.get(here, status=404)
    other.get(f"{here}/questions/summary", status=404)
    other.post(f"{here}/send", status=404)
    stranger = Client(app, session)
    assert "/sign-in" in stranger.get(here, status=303).headers["Location"]
