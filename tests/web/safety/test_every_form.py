"""Every form against what is missing, overlong, malformed and hostile: words, and nothing saved.

The fields come from docs/forms.md and the addresses from who.py, so a new form is met by itself.
"""

import re
from typing import Any

import pytest
from bs4 import BeautifulSoup

from tests.architecture.test_forms_told import _told
from tests.client import _values
from tests.factories.people import PASSWORD
from tests.page import check_page
from tests.web.safety.stage import Sent, Stage
from tests.web.safety.who import WHO, Row

# Whoever may send a form is let in; the first of these who is sends it.
SENDERS = ("nobody", "person", "member", "supporter", "provider", "catalyst", "admin")
OVERLONG = "x" * 200_000
HOSTILE: dict[str, str] = {
    "script": "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>",
    "nul": "one\x00two\x08",
    "direction": "\u202e\u2066abc\u200b\u0301\ufeff\U000e0041\ufffe",
    "emoji": "👩🏽‍🌾🏳️‍🌈" * 5,
    "sql": "'; DROP TABLE person; -- %s %(name)s {{ 7 * 7 }}",
    "infinity": "Infinity",
    "exponent": "1e30",
    "negative": "-1",
    "digits": "٣²½９" * 3,
    "huge number": "9" * 40,
}
# What a form takes where it is sound, by the name of the field.
SOUND: dict[str, Any] = {
    "email": "nia@example.org",
    "name": "Nia Penry",
    "words": "Do you have time on Tuesday?",
    "password": "three green pears",
    "current_password": PASSWORD,
    "q": "cooking",
    "near": "TA1 4AB",
    "brings": "A flask of tea",
    "wants": "Somebody to walk with",
    "reason": "Not in winter",
    "answer": "changes",
    "role": "admin",
    "type": "advocate",
    "scope": "see",
    "tie": "other",
    "kind": "micro_enterprise",
    "group": "meals",
    "funding": "own",
    "pence": "5",
    "every_weeks": "4",
    "starts_on": "2026-12-01",
    "ends_on": "2027-03-01",
    "key": "5a1f2b30-8a5e-4f0e-9d53-1f0c2a3b4c5d",
    "note": "Seen at the market.",
    "how": "in_person",
    "limit": "50",
    "basis": "Letter of 3 May",
    "seen_on": "2026-11-20",
    "session_pence": "30",
    "sessions": "4",
    "first_on": "2027-01-12",
    "closes_on": "2026-12-20",
    "last_on": "2027-01-19",
    "seen": "0",
    "most_people": "4",
    "times": "Two in the afternoon",
    "includes": "All of it",
    "travel": "We come to you",
    "cancelling": "Free the day before",
    "notice_weeks": "2",
    "leaving": "The others pay no more",
    "safeguarding_name": "Ruth Marsh",
    "safeguarding_phone": "01632 960119",
    "contact_name": "Dawn Okafor",
    "phone": "01632 960118",
    "hours": "Monday to Friday",
}
# Nothing is kept of these, or nothing but whether they were there: where to go on, a box that is
# ticked, and what is asked of other roles and checks than those sent here.
NOT_KEPT = {"next", "back", "from", "way"}
NOT_KEPT |= {"agree", "sure", "sooner", "story_agreed", "tied", "by_all"}
NOT_KEPT |= {"patch", "cover", "ends_on", "level", "runs"}
# Asked only where whoever wished for it left an e-mail, and this one did not.
NOT_ASKED = {("/catalyst/wishes/<>", "words")}
# Asked of whoever has money of a funder, and the sender here has set none aside.
NOT_ASKED |= {("/my/money/stop-at-once", name) for name in ("who", "money")}
# The words of the form library, which are not ours.
THEIRS = re.compile(
    r"Not a valid|Invalid (?:input|UUID|Choice)|Field must|This field is|Number must"
)


QUESTION = "/my/listings/<>/questions/"
TOLD = {address: sorted(fields) for address, fields in _told().items() if fields}


def _addresses() -> dict[str, tuple[str, Row]]:
    """By plain address: that of a thing which is there, and who may use it."""
    found = {re.sub(r"{.*?}", "<>", row.address.partition("?")[0]): row for row in WHO.values()}
    return {plain: (row.address.partition("?")[0], row) for plain, row in found.items()}


def target(plain: str) -> tuple[str, str]:
    """Where a form is sent, and by whom."""
    if plain.startswith(QUESTION):
        slug = plain.removeprefix(QUESTION)
        kept = "venue" if slug == "address" else "ready"
        return f"/my/listings/{{{kept}}}/questions/{slug}", "provider"
    address, row = _addresses()[plain]
    return address, next(role for role in SENDERS if role in row.let_in)


class Sender:
    """Sends one form, with what its page holds already and sound answers beside."""

    def __init__(self, stage: Stage, plain: str):
        self.stage, self.fields = stage, TOLD[plain]
        self.address, self.role = target(plain)
        adapter = stage.app.url_map.bind("localhost")
        path = stage.world.address(self.address)
        self.is_post = "POST" in adapter.allowed_methods(path)
        # Somebody half way in, for the two pages of the second step.
        second = {"/sign-in/code": "has_app", "/sign-in/set-up": "needs_app"}.get(plain)
        self.kept = {"second_step": stage.world.second_steps[second]} if second else {}
        self.sound = self._filled() | {n: SOUND[n] for n in self.fields if n in SOUND}

    def _filled(self) -> dict[str, Any]:
        if not self.address.startswith("/my/listings/"):
            return {}
        page = self.stage.get(self.role, self.address)
        return _values(BeautifulSoup(page.text, "lxml").select_one("main form"))

    def send(self, data: dict[str, Any]) -> Sent:
        """The form as `data`; the tables are compared where it is refused."""
        if not self.is_post:
            return self.stage.get(self.role, self.address, query_string=data)
        more = {"kept": self.kept, "compared_from": 400}
        return self.stage.post(self.role, self.address, data, **more)


def check(sent: Sent, about: str) -> None:
    """Answered, without harm to the page; refused with words of ours, and nothing saved."""
    assert sent.status in {200, 303, 400, 410, 413}, f"{sent.status} {about}"
    assert "<script>alert" not in sent.text, about
    if sent.status < 400:
        return
    assert not sent.saved, f"{about} was refused and left {sent.saved} changed"
    if sent.response.mimetype != "text/html":
        return
    soup = check_page(sent.text)
    said = soup.select(".govuk-error-summary li, .govuk-error-message")
    words = " ".join(tag.get_text(" ") for tag in said)
    assert words.strip() or sent.status in {410, 413}, f"{about} is refused without words"
    assert not THEIRS.search(words), f"{about}: {words}"


def test_every_form_of_the_page_is_met() -> None:
    met = {plain for plain in TOLD if plain.startswith(QUESTION) or plain in _addresses()}
    assert set(TOLD) == met


@pytest.mark.parametrize("plain", sorted(TOLD))
def test_a_form_is_answered_in_words_whatever_is_sent(sqlite_stage: Stage, plain: str) -> None:
    form = Sender(sqlite_stage, plain)
    check(form.send({}), "nothing")
    for kind, text in HOSTILE.items():
        check(form.send({name: text for name in form.fields}), kind)


@pytest.mark.parametrize("plain", sorted(TOLD))
def test_nothing_overlong_is_taken(sqlite_stage: Stage, plain: str) -> None:
    form = Sender(sqlite_stage, plain)
    for name in form.fields:
        sent = form.send(form.sound | {name: OVERLONG})
        check(sent, f"an overlong {name}")
        is_kept = form.is_post and name not in NOT_KEPT and (plain, name) not in NOT_ASKED
        assert sent.status >= 400 or not is_kept, f"an overlong {name} was taken"
