"""One person who does everything that a person can do here, in words found nowhere else."""

from datetime import date, timedelta

from sqlalchemy.orm import Session

from microcare.budgets.models import Budget
from microcare.budgets.services import file_agreement, tell_account, tell_rules
from microcare.budgets.values import About, AccountTold, AgreementTold, Contribution, Pledge
from microcare.catalyst.models import ContactChange, WishSettled
from microcare.catalyst.services import offer_listing
from microcare.commissioning.models import PrivateNote
from microcare.commissioning.services import (
    ask_for_offer,
    choose_offer,
    give_more_time,
    make_offer,
    say_most,
    settle,
    write_brief,
)
from microcare.commissioning.values import Named, Wants
from microcare.decisions.values import Answer
from microcare.directory.models import DeclaredInterest
from microcare.directory.services import ask_question, report_listing, settle_report
from microcare.directory.values import Asked, Met, Reported, Story, Summary
from microcare.directory.values import People as Meet
from microcare.files.current import store
from microcare.files.values import Clean, Kind
from microcare.groups.services import ask_group
from microcare.kernel.clock import FixedClock
from microcare.people import services as people
from microcare.people.models import Person, RecoveryCode, SecondFactor
from microcare.people.queries import support_link
from microcare.people.values import Act, AuthorityType, Invitation, Sent
from microcare.people.values.seen import Seen
from microcare.spending.models import CannotCome
from microcare.spending.queries import receipt_by_id
from microcare.spending.services import add_receipt, remove_receipt, say_on_statement
from tests.factories import groups, spending
from tests.factories.budgets import make_budget, make_purpose
from tests.factories.catalyst import make_idea, make_report, make_wish
from tests.factories.directory import (
    TRAFFORD,
    make_draft,
    make_patch,
    make_public_listing,
)
from tests.factories.people import PASSWORD, letters, link_in, make_person
from tests.factories.witnessing import OMAR, make_trusted, write_down

NAME, EMAIL, NEXT_EMAIL = "Zebulon Quillfeather", "zebulon@quill.example", "zeb@quill.example"
# What may stay of somebody who has gone, and nothing else of theirs.
TRACES = ("zebulon", "quillfeather", "quill.example", "xylo")


def full_life(session: Session, clock: FixedClock) -> Person:
    """Somebody with every kind of row: the last visits that they promised are over."""
    person = make_person(session, EMAIL, name=NAME, password=PASSWORD, clock=clock)
    person.agreed_at = clock.now()
    _ways_in(session, person, clock)
    _help(session, person, clock)
    _pages(session, person, clock)
    _desk(session, person, clock)
    _group(session, person, clock)
    session.flush()
    return person


def _ways_in(session: Session, person: Person, clock: FixedClock) -> None:
    people.start_sign_in(session, person, clock=clock)
    people.end_sign_in(session, people.start_sign_in(session, person, clock=clock), clock=clock)
    people.send_reset_link(session, email=EMAIL, clock=clock)
    people.ask_to_change_email(session, person, email=NEXT_EMAIL, clock=clock)
    at = clock.now()
    secret = {"secret": "ABCDEFGHIJKLMNOP", "started_at": at, "confirmed_at": at}
    session.add(SecondFactor(person_id=person.id, **secret))
    sent = Sent("/groups/new", (("name", "A xyloletter to all"),))
    people.keep_writing(session, person.id, sent, clock=clock)
    session.add(RecoveryCode(person_id=person.id, code_hash="xylohash", used_at=None))


def _help(session: Session, person: Person, clock: FixedClock) -> None:
    """Somebody helps them, and they help somebody."""
    other = make_person(session, name="Odd Other")
    see = frozenset({Act.SEE, Act.ANSWER})
    for helped, email, name in ((person, "hazel@example.org", "Hazel Xylo"), (other, EMAIL, NAME)):
        asked = Invitation(name, email, AuthorityType.ADVOCATE, see)
        authority = people.ask_to_support(session, helped, asked, clock=clock)
        if helped is other:
            session.flush()
            link = support_link(session, link_in(letters(session)[-1]).rpartition("/")[2])
            assert link is not None
            people.agree_to_support(
                session, link, authority=authority, supporter=person, clock=clock
            )
            people.record_access(session, other.id, by=person, what=Seen.KEEPER, clock=clock)


def _pages(session: Session, person: Person, clock: FixedClock) -> None:
    """A public page and one never sent; questions and reports, signed in and before."""
    meet = Meet((Met(NAME, "Was a xylocook."),))
    make_public_listing(session, "Harbour Cooks", keeper=person, people=meet)
    words = {"summary": Summary("We play the xylophone."), "story": Story("A xylotale.", NAME)}
    make_draft(session, "Xylo Hour", keeper=person, people=meet, **words)
    theirs = make_public_listing(session, "Somebody Else's Cooks")
    for by in (person, None):
        asked = Asked("Do you cook for one?", NAME, EMAIL)
        ask_question(session, theirs.id, asked, by=by, clock=clock)
    told = Reported("The number does not work.", EMAIL)
    report_listing(session, theirs.id, told, clock=clock)


def _desk(session: Session, person: Person, clock: FixedClock) -> None:
    patch = make_patch(session, "Far and Wide", TRAFFORD)
    people.grant_role(session, person, role="catalyst", patch_id=patch.id, clock=clock)
    session.flush()
    theirs = make_public_listing(session, "Checked Cooks", patch=patch, catalyst=person)
    offer_listing(
        session, make_idea(session, patch, person), email="o@example.org", by=person, clock=clock
    )
    settle_report(session, make_report(session, theirs.id), words="", by=person, clock=clock)
    wish, at = make_wish(session, patch), clock.now()
    make_wish(session, patch, "A place for marimbas").email = EMAIL.title()
    tie = {"listing_id": theirs.id, "tie": "client", "declared_at": at}
    session.add(WishSettled(request_id=wish.id, settled_by_id=person.id, settled_at=at))
    session.add(DeclaredInterest(person_id=person.id, **tie))
    change = {"patch_id": patch.id, "changed_at": at, "became": {"phone": "01632 960118"}}
    session.add(ContactChange(changed_by_id=person.id, **change))


def _group(session: Session, person: Person, clock: FixedClock) -> None:
    """Money, a group, a worry, a yes, a plan that was short and visits that are over."""
    friend = make_person(session, name="Fay Friend")
    budgets = [
        make_budget(session, person, clock, funder="Xylo Council"),
        make_budget(session, friend, clock),
    ]
    _plan(session, person, budgets[0], clock)
    group = groups.make_group(session, [person, friend], clock)
    group.memberships[0].brings = "A xylophone"
    say_most(session, group.id, person_id=person.id, week_pence=98_765, clock=clock)
    write_brief(session, group, wants=Wants("Someone to sing with", "", ""), clock=clock)
    listing = make_public_listing(session, "Song Circle")
    request = ask_for_offer(session, group, listing_id=listing.id, clock=clock)
    closes, first = date(2026, 12, 4), date(2026, 12, 8)
    terms = groups.make_terms(sessions=2, first_on=first, closes_on=closes)
    ids = group.member_ids
    offer = make_offer(session, request, terms=terms, member_ids=ids, clock=clock)
    story = groups.Story(group, [person, friend], budgets, listing, offer)
    choose_offer(session, group, offer, person_id=person.id, clock=clock)
    groups.look_again(session, story)
    groups.say(session, story, 0, Answer.WORRY, clock, reason="A xyloworry")
    assert story.agreement is not None
    give_more_time(session, story.agreement, person_id=person.id, clock=clock)
    words = "Shall we play the xyloquestion?"
    ask_group(session, group, words=words, days=3, person_id=person.id, clock=clock)
    choose_offer(session, group, offer, person_id=person.id, clock=clock)
    groups.look_again(session, story)
    _witnesses(session, person, story, clock)
    groups.everyone_says_yes(session, story, clock)
    groups.say(session, story, 0, Answer.YES, clock, pledge=Pledge(outside="My xyloworker agreed"))
    assert story.agreement is not None
    assert story.proposal is not None
    story.agreement.notes.append(PrivateNote(person_id=person.id, short_pence=1_234))
    clock.move(timedelta(days=3))
    settle(session, story.proposal.id, clock=clock)
    clock.move(timedelta(days=30))
    _receipt(session, story, person, clock)


def _witnesses(session: Session, person: Person, story: groups.Story, clock: FixedClock) -> None:
    """A yes of theirs before witnesses, and one of somebody else that they are named for."""
    two = [Named("Xylo Witness", "witness@quill.example"), OMAR]
    write_down(session, story, make_trusted(session, person, clock), clock, 0, witnesses=two)
    other = groups.make_story(session, clock)
    authority = make_trusted(session, other.people[1], clock)
    write_down(session, other, authority, clock, witnesses=[Named(NAME, EMAIL), OMAR])


def _receipt(session: Session, story: groups.Story, person: Person, clock: FixedClock) -> None:
    """A visit is paid, with a receipt, and one that was removed."""
    assert story.agreement is not None
    spending.mark(session, story, 0, clock)
    bill = spending.make_bill(session, story, clock, 0)
    spending.all_pay(session, story, bill, clock)
    told = {"made": Clean(Kind.PICTURE, b"xyloreceipt"), "store": store(), "clock": clock}
    shared = spending.shared(session, bill)
    receipt = add_receipt(session, shared, person_id=person.id, **told)
    say_on_statement(session, shared, person_id=person.id, clock=clock)
    own = receipt_by_id(session, bill.id, receipt.id)
    assert own is not None
    remove_receipt(session, own, clock=clock)
    add_receipt(session, shared, person_id=person.id, **told)
    day = {"session_id": story.agreement.sessions[1].id, "said_at": clock.now()}
    session.add(CannotCome(person_id=person.id, **day))


def _plan(session: Session, person: Person, budget: Budget, clock: FixedClock) -> None:
    """What their plan says, what was agreed, and what they told of their funder."""
    make_purpose(session, person, clock, words="Play the xylophone")
    told = AgreementTold(About.ISF, "Xylo Fundwell", "X 12", date(2026, 3, 2), "A xylofund.")
    file_agreement(session, person.id, told, by=person.id, clock=clock)
    tell_rules(session, budget, {"surplus_weeks": 5}, clock=clock)
    told_of = AccountTold(Contribution.NET, 1_357)
    tell_account(session, budget, told_of, clock=clock)
