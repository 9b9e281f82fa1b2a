"""Owed rows become letters and reach a real mail server."""

from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path
from threading import Event, Thread
from typing import Any

from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy.orm import Session
from structlog.testing import capture_logs

from microcare.kernel.clock import FixedClock
from microcare.mail.commands import deliver_in_background
from microcare.outbox.services import queue
from microcare.outbox.values import Delivered
from microcare.web.transaction import writing
from tests.factories.outbox import a_letter, rows
from tests.mail_server import MailServer
from tests.page import check_page


def _part(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


def test_a_letter_arrives_in_words_and_in_html(post: Any, mail_server: MailServer) -> None:
    post(token="a-token")
    assert post.deliver() == Delivered(sent=1)
    (message,) = mail_server.received
    assert mail_server.recipients == ["amara@example.org"]
    assert message["To"] == "amara@example.org"
    assert message["From"] == "no-reply@post.example"
    assert message["Subject"] == "Is your page still right?"
    assert message["Auto-Submitted"] == "auto-generated"
    assert _part(message, "plain").split("\n\n") == [
        "Hello Amara,",
        "It takes one press.",
        "You said so on 9 March.",
        "Yes, all still right:\nhttps://post.example/confirm/a-token",
        "If you do nothing, we will ask again.",
        "--\nmicrocare\nhttps://post.example\n",
    ]


def test_the_html_fetches_nothing_and_has_one_button(post: Any, mail_server: MailServer) -> None:
    post(token="a-token")
    post.deliver()
    html = _part(mail_server.received[0], "html")
    soup: BeautifulSoup = check_page(html, is_whole=False)
    assert not soup.find_all(["img", "link", "script", "style", "iframe", "form"])
    assert "url(" not in html
    buttons = [a["href"] for a in soup.find_all("a") if "background" in str(a.get("style"))]
    assert buttons == ["https://post.example/confirm/a-token"]


def test_a_name_cannot_become_markup(app: Flask, post: Any, mail_server: MailServer) -> None:
    def hostile(session: Session, payload: dict[str, Any], base_url: str) -> Any:
        letter = a_letter(session, payload, base_url)
        return type(letter)(letter.to, letter.subject, "<b>Amara</b>", ["<i>Look</i>"])

    app.extensions["microcare.notices"]["test"] = hostile
    post()
    post.deliver()
    soup = BeautifulSoup(_part(mail_server.received[0], "html"), "lxml")
    assert not soup.find_all(["b", "i"])
    assert "Hello <b>Amara</b>," in _part(mail_server.received[0], "plain")


def test_two_tries_have_the_same_message_id(
    post: Any, mail_server: MailServer, clock: FixedClock, session: Session
) -> None:
    post()
    mail_server.refusals = ["451 Try again later"]
    assert post.deliver() == Delivered(failed=1)
    (row,) = rows(session)
    assert row.last_error_kind == "SMTPDataError"
    clock.move(timedelta(minutes=1))
    assert post.deliver() == Delivered(sent=1)
    assert mail_server.received[0]["Message-ID"] == f"<{row.id}@post.example>"


def test_a_mailbox_that_is_gone_is_given_up(post: Any, mail_server: MailServer) -> None:
    post()
    mail_server.recipient_refusals = ["550 No such mailbox"]
    assert post.deliver() == Delivered(dropped=1)


def test_a_mailbox_that_is_full_is_tried_again(post: Any, mail_server: MailServer) -> None:
    post()
    mail_server.recipient_refusals = ["452 Mailbox full"]
    assert post.deliver() == Delivered(failed=1)


def test_a_server_that_is_away_loses_nothing(
    app: Flask, post: Any, mail_server: MailServer, clock: FixedClock
) -> None:
    app.config["MAIL_URL"] = "smtp://127.0.0.1:1"
    post()
    assert post.deliver() == Delivered(failed=1)
    app.config["MAIL_URL"] = mail_server.url
    clock.move(timedelta(minutes=1))
    assert post.deliver() == Delivered(sent=1)


def test_a_password_is_not_sent_to_a_server_without_tls(
    app: Flask, post: Any, mail_server: MailServer
) -> None:
    app.config["MAIL_URL"] = mail_server.url.replace("smtp://", "smtps://me:secret@")
    post()
    assert post.deliver() == Delivered(failed=1)
    assert not mail_server.received


def test_nothing_left_to_say_sends_nothing(
    app: Flask, post: Any, mail_server: MailServer, session: Session
) -> None:
    app.extensions["microcare.notices"]["test"] = lambda *_: None
    post()
    assert post.deliver() == Delivered(dropped=1)
    assert rows(session)[0].last_error_kind == "NothingToSay"
    assert not mail_server.received


def test_a_kind_that_no_feature_knows_is_tried_again(post: Any, session: Session) -> None:
    post("from.tomorrow")
    assert post.deliver() == Delivered(failed=1)
    assert rows(session)[0].last_error_kind == "KeyError"


def test_a_notice_cannot_change_anything(app: Flask, post: Any, session: Session) -> None:
    def meddles(inner: Session, payload: dict[str, Any], base_url: str) -> Any:
        queue(inner, kind="sneaked", payload={}, clock=app.extensions["microcare.clock"])
        inner.flush()
        return a_letter(inner, payload, base_url)

    app.extensions["microcare.notices"]["test"] = meddles
    post()
    session.commit()
    post.deliver()
    assert [row.kind for row in rows(session)] == ["test"]


def test_logs_name_nobody(post: Any, mail_server: MailServer) -> None:
    post(token="a-token")
    mail_server.recipient_refusals = ["550 amara@example.org is not here"]
    with capture_logs() as logged:
        post.deliver()
    assert [entry["failure"] for entry in logged] == ["AddressRefused"]
    assert "amara" not in str(logged).lower()
    assert "a-token" not in str(logged)


def test_the_server_delivers_in_the_background(
    committed_app: Flask, mail_server: MailServer, clock: FixedClock
) -> None:
    committed_app.config["MAIL_URL"] = mail_server.url
    committed_app.extensions["microcare.notices"]["test"] = a_letter
    stop = Event()
    worker = Thread(target=deliver_in_background, args=(committed_app, stop))
    worker.start()
    try:
        with writing() as session:
            queue(
                session, kind="test", payload={}, clock=committed_app.extensions["microcare.clock"]
            )
        for _ in range(100):
            if mail_server.received:
                break
            Event().wait(0.1)
    finally:
        stop.set()
        worker.join()
    assert len(mail_server.received) == 1


def test_without_a_server_letters_are_kept_as_files(app: Flask, post: Any, tmp_path: Path) -> None:
    app.config["MAIL_URL"] = f"file://{tmp_path}"
    post()
    assert post.deliver() == Delivered(sent=1)
    (file,) = tmp_path.iterdir()
    assert b"Subject: Is your page still right?" in file.read_bytes()
