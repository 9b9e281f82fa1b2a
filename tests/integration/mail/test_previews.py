"""What a mailbox shows unopened tells nothing: driven for every kind of letter that there is."""

import re
from datetime import timedelta
from email.message import EmailMessage
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from microcare.catalyst.services import (
    let_page_go_on,
    offer_listing,
    settle_wish,
    stop_page,
)
from microcare.commissioning.services import (
    ask_for_offer,
    ask_reviews,
    say_witnessed,
    write_brief,
)
from microcare.commissioning.values import Wants
from microcare.decisions.services import choose_reminders, remind
from microcare.decisions.services.questions import open_question
from microcare.decisions.values import Answer, ReminderFormat
from microcare.directory.queries import question_by_id
from microcare.directory.services import (
    answer_question,
    ask_changes,
    ask_question,
    ask_still_right,
    decline_listing,
    report_listing,
    settle_report,
)
from microcare.directory.values import Asked, Reported
from microcare.groups.services import invite, start_group
from microcare.kernel.clock import FixedClock
from microcare.outbox.models import OutboxMessage
from microcare.people import services as people
from microcare.people.models import LinkToken
from microcare.people.values import Act, AuthorityType, How, Invitation, Newcomer, Spoken
from microcare.spending.services import (
    make_refund,
    mark_session,
    remind_of_receipts,
    remind_of_refunds,
    wind_down,
)
from microcare.spending.values import MoneyBack, Outcome
from tests.factories.catalyst import make_idea, make_report, make_wish
from tests.factories.directory import make_patch, make_public_listing, make_sent, whole
from tests.factories.finding import make_introduced
from tests.factories.groups import make_story, say
from tests.factories.people import make_authority, make_person
from tests.factories.spending import (
    PROVIDER,
    all_pay,
    go_to,
    make_bill,
    make_promised,
    sessions_of,
    shared,
    take_place,
)
from tests.factories.witnessing import asked, write_down
from tests.mail_server import MailServer

# Care, money, a group or a need. A name of one is as bad, so everything below is named for them.
TELLING = re.compile(
    r"\b(care|carer\w*|caring|support\w*|help\w*|money|pounds?|budget\w*|paid|pay\w*|cost\w*|price\w*"
    r"|spend\w*|spent|groups?|circles?|offers?|promise\w*|shar(e|es|ed|ing)|needs?|needed|disab\w*"
    r"|dementia|wash\w*|dress\w*|health\w*|council\w*|benefits?|illness|secretly)\b|£",
    re.IGNORECASE,
)
NAME = "Secretly Washing"
NOBODY = UUID(int=0)
PASSWORD = "a long washing line"  # pragma: allowlist secret


def _owe_everything(session: Session, clock: FixedClock) -> None:
    """Does, through the services, each thing that owes somebody a letter."""
    patch = make_patch(session)
    catalyst = make_person(session, name=NAME, patch_ids=[patch.id], clock=clock)
    idea = make_idea(session, patch, catalyst, "Washing at home", clock=clock)
    offer_listing(session, idea, email="owner@example.org", by=catalyst, clock=clock)
    wish = make_wish(session, patch, "help with washing")
    wish.email = "wisher@example.org"
    session.flush()
    settle_wish(session, wish, words="Care begins on Monday.", by=catalyst, clock=clock)
    make_introduced(session, clock)
    _owe_about_listings(session, catalyst, clock)
    _owe_about_accounts(session, clock)
    _owe_about_groups(session, clock)
    _owe_reminders(session, clock)
    _owe_about_helpers(session, clock)
    _owe_about_receipts(session, clock)
    _owe_about_witnesses(session, clock)
    session.flush()


def _owe_about_receipts(session: Session, clock: FixedClock) -> None:
    """A receipt is missing for a fortnight and a day."""
    days = FixedClock(clock.now())
    story = make_promised(session, days)
    for person in story.people:
        person.name = NAME
    take_place(session, story, days, 0)
    bill = make_bill(session, story, days, 0)
    all_pay(session, story, bill, days)
    days.move(timedelta(days=15))
    assert remind_of_receipts(session, clock=days) == 3
    back = MoneyBack(bill.lines[0].id, 900, "Care was late", story.group.id)
    make_refund(session, shared(session, bill), back=back, by=PROVIDER, clock=days)
    session.flush()
    days.move(timedelta(days=14))
    assert remind_of_refunds(session, clock=days) == 3
    _owe_final_statements(session, FixedClock(clock.now()))
    # What was written in those days is sent today.
    for row in session.scalars(select(OutboxMessage)):
        row.not_before = min(row.not_before, clock.now())


def _owe_final_statements(session: Session, days: FixedClock) -> None:
    """All the sessions are called off, so the group closes as it begins to end."""
    story = make_promised(session, days, sessions=1)
    for person in story.people:
        person.name = NAME
    one = sessions_of(story)[0]
    told = {"group_id": story.group.id, "by": PROVIDER, "clock": days}
    mark_session(session, one, outcome=Outcome.CALLED_OFF, **told)
    go_to(days, one.day + timedelta(days=1))
    wind_down(session, story.group, clock=days)


def _owe_about_listings(session: Session, catalyst: Any, clock: FixedClock) -> None:
    name = "Dementia Care for a Group"
    shown = make_public_listing(session, name, catalyst=catalyst, clock=clock)
    ask_still_right(session, whole(session, shown.id), clock=clock)
    asked = Asked("Do you help with washing?", NAME, "asker@example.org")
    question = ask_question(session, shown.id, asked, by=None, clock=clock)
    session.flush()
    answer_question(session, question_by_id(session, question.id) or question, "Yes", clock=clock)
    # One more, still to be answered, because an answered question owes its keeper nothing.
    ask_question(session, shown.id, asked, by=None, clock=clock)
    report_listing(session, shown.id, Reported("They asked for money"), clock=clock)
    wrong = make_report(session, shown.id)
    settle_report(session, wrong, words="The care costs less.", by=catalyst, clock=clock)
    for step in (stop_page, let_page_go_on):
        again = whole(session, shown.id)
        step(session, again, words="Their care papers ran out.", by=catalyst, clock=clock)
    for send_back in (ask_changes, decline_listing):
        waiting = make_sent(session, f"{name} {send_back.__name__}", clock=clock)
        send_back(session, waiting, words="Say what care costs.", by=catalyst, clock=clock)


def _owe_about_helpers(session: Session, clock: FixedClock) -> None:
    """An answer that was passed on, whose helper is then stopped."""
    story = make_story(session, clock)
    helpers = [
        make_authority(session, story.people[1], make_person(session, name=NAME)) for _ in "ab"
    ]
    spoken = Spoken(helpers[0].id, helpers[0].supporter_id or NOBODY, How.SIGN, "Care, yes")
    say(session, story, 1, Answer.YES, clock, spoken=spoken)
    people.stop_support(session, helpers[0], clock=clock)
    court = AuthorityType.AUTHORISED_PERSON
    named = Invitation(NAME, "deputy@example.org", court, frozenset(Act), None, 100, "Care order")
    people.ask_to_support(session, story.people[1], named, clock=clock, by=make_person(session))
    ask_reviews(session, clock=clock)


def _owe_about_witnesses(session: Session, clock: FixedClock) -> None:
    """A yes before two witnesses, of whom one says that it is not so, and another that waits."""
    story = make_story(session, clock)
    for person in story.people:
        person.name = NAME
    for who in (0, 1):
        helper = make_person(session, name=NAME)
        trusted = AuthorityType.TRUSTED_SUPPORTER
        authority = make_authority(session, story.people[who], helper, type=trusted)
        write_down(session, story, authority, clock, who)
    say_witnessed(session, asked(session, 1), is_true=False, by=None, clock=clock)


def _owe_about_accounts(session: Session, clock: FixedClock) -> None:
    person = make_person(session, name=NAME, password=PASSWORD, clock=clock)
    other = make_person(session, name=NAME, clock=clock)
    people.grant_role(session, other, role="admin", granted_by=person, clock=clock)
    for email in ("new@example.org", person.email):
        newcomer = Newcomer(NAME, email)
        people.ask_to_sign_up(session, newcomer, browser="b", way_on="/my", clock=clock)
    people.send_sign_in_link(session, email=other.email, way_on="/my", clock=clock)
    people.send_reset_link(session, email=other.email, clock=clock)
    people.change_password(session, person, current=PASSWORD, password=PASSWORD[::-1], clock=clock)
    people.ask_to_change_email(session, other, email="other@example.org", clock=clock)
    _change_address(session, clock)
    invitation = Invitation(
        NAME, "ian@example.org", AuthorityType.TRUSTED_SUPPORTER, frozenset({Act.SEE})
    )
    people.ask_to_support(session, person, invitation, clock=clock)
    authority = people.ask_to_support(session, person, invitation, clock=clock)
    authority.supporter_id = other.id
    authority.accepted_at = clock.now()
    people.stop_support(session, authority, clock=clock)


def _change_address(session: Session, clock: FixedClock) -> None:
    person = make_person(session, name=NAME, clock=clock)
    people.ask_to_change_email(session, person, email="third@example.org", clock=clock)
    mine = select(LinkToken).where(LinkToken.person_id == person.id)
    people.confirm_new_email(session, session.scalars(mine).one(), clock=clock)


def _owe_about_groups(session: Session, clock: FixedClock) -> None:
    person = make_person(session, name=NAME, clock=clock)
    group = start_group(session, name="Money for Washing", person=person, clock=clock)
    invite(session, group, email="friend@example.org", person=person, clock=clock)
    wants = Wants("Help to wash", "Mondays", "At home")
    write_brief(session, group, wants=wants, clock=clock)
    session.flush()
    listing = make_public_listing(session, "Personal Care by the Pound", clock=clock)
    ask_for_offer(session, group, listing_id=listing.id, clock=clock)


def _owe_reminders(session: Session, clock: FixedClock) -> None:
    """To one by e-mail, and to another through whoever helps them."""
    late = [make_person(session, name=NAME, clock=clock) for _ in range(2)]
    supporter = make_person(session, name=NAME, clock=clock)
    asked = Invitation(NAME, supporter.email, AuthorityType.ADVOCATE, frozenset({Act.SEE}))
    authority = people.ask_to_support(session, late[0], asked, clock=clock)
    authority.supporter_id, authority.accepted_at = supporter.id, clock.now()
    session.flush()
    choose_reminders(session, late[0].id, ReminderFormat.SUPPORTER)
    question = open_question(
        session,
        asked_in=late[0].id,
        words="Shall we wash together?",
        people=[person.id for person in late],
        asked_by=late[0].id,
        closes_at=clock.now() + timedelta(days=1),
        clock=clock,
    )
    ids = [person.id for person in late]
    remind(session, question.proposal_id, path="/my", among=ids, clock=clock)


@pytest.fixture
def messages(
    app: Flask, session: Session, post: Any, mail_server: MailServer, clock: FixedClock
) -> list[EmailMessage]:
    """Every kind of letter, as it arrived."""
    _owe_everything(session, clock)
    post.deliver()
    return mail_server.received


def test_every_kind_of_letter_arrives_and_none_tells_unopened(
    app: Flask, session: Session, messages: list[EmailMessage]
) -> None:
    rows = list(session.scalars(select(OutboxMessage)))
    # Some have nothing left to say by now, but of each kind one has.
    sent = [row for row in rows if row.sent_at is not None]
    assert {row.last_error_kind for row in rows if row.sent_at is None} <= {"NothingToSay"}
    known = set(app.extensions["microcare.notices"]) - {"test"}
    assert {row.kind for row in sent} == known, "a new kind of letter is owed in this test too"
    assert len(messages) == len(sent)
    for message in messages:
        for part in _shown_unopened(message):
            assert not TELLING.search(part), f"{message['Subject']}: {part!r}"


def _shown_unopened(message: EmailMessage) -> list[str]:
    body = message.get_body(("plain",))
    assert body is not None
    hello, first, *_ = body.get_content().replace("\r\n", "\n").split("\n\n")
    # Their own name is theirs; every other word of the greeting is ours.
    greeting = hello.replace(NAME.split(" ")[0], "")
    return [str(message["From"]), str(message["Subject"]), greeting, first]


def test_the_words_to_look_for_can_be_found() -> None:
    for text in ("An offer of £18", "Dementia care", "Your group", "Money", "Help with washing"):
        assert TELLING.search(text)


def test_a_greeting_is_a_first_name_or_nothing(messages: list[EmailMessage]) -> None:
    for message in messages:
        body = message.get_body(("plain",))
        assert body is not None
        greeting = body.get_content().splitlines()[0]
        assert re.fullmatch(r"Hello( \w+)?,", greeting), greeting
