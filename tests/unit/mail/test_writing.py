from email import message_from_bytes
from email.errors import HeaderParseError
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microcare.kernel.clock import SystemClock
from microcare.mail.writing import envelope

ROW = UUID("6f6cdd5c-7a0d-4d53-9d5c-0f8b4b1d8e11")
HEADERS = {
    "From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "Content-Language",
    "MIME-Version", "Content-Type",
}  # fmt: skip


def _envelope(**changes: Any) -> EmailMessage:
    usual = {
        "to": "amara@example.org",
        "sender": "no-reply@help.example",
        "subject": "News",
        "text": "Hello",
        "html": "<p>Hello</p>",
        "row_id": ROW,
        "clock": SystemClock(),
    }
    return envelope(**(usual | changes))


def _read_back(message: EmailMessage) -> EmailMessage:
    return message_from_bytes(message.as_bytes(), policy=SMTP)  # type: ignore[arg-type]


def test_it_says_who_sent_it_and_that_a_machine_did() -> None:
    message = _read_back(_envelope())
    assert set(message.keys()) == HEADERS
    assert message["Message-ID"] == f"<{ROW}@help.example>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert [part.get_content_type() for part in message.iter_parts()] == [
        "text/plain",
        "text/html",
    ]


@pytest.mark.parametrize("field", ["to", "sender", "subject"])
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_a_line_break_cannot_add_a_header(field: str, end: str) -> None:
    try:
        message = _envelope(**{field: f"a@example.org{end}Bcc: everyone@example.org"})
    except (ValueError, HeaderParseError):
        return
    assert set(_read_back(message).keys()) == HEADERS


@given(st.text(max_size=80))
def test_whatever_the_address_is_nobody_else_is_written_to(text: str) -> None:
    try:
        message = _envelope(to=text)
    except Exception:
        return
    back = _read_back(message)
    assert set(back.keys()) == HEADERS
    assert len(back["To"].addresses) == 1


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), max_size=500))
def test_any_words_come_out_as_they_went_in(text: str) -> None:
    body = _read_back(_envelope(text=text)).get_body(("plain",))
    assert body is not None
    assert body.get_content().splitlines() == f"{text}\n".splitlines()
