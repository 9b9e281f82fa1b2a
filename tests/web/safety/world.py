"""A small town with somebody in every role and a row behind every address.

Built once and never changed: each request that a test sends is taken back. `World.at` holds what
addresses need, by the name in curly brackets in the tables of this folder.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from microcare.budgets.models import Funder
from microcare.budgets.services import save_funder
from microcare.budgets.values import About, FunderKind, FunderTold
from microcare.catalyst.services import offer_listing, stop_page
from microcare.catalyst.values import check_slug
from microcare.commissioning.services import ask_for_offer, make_offer, write_brief
from microcare.commissioning.values import Wants
from microcare.directory import services as directory
from microcare.directory.models import DeclaredInterest
from microcare.directory.policies import required_checks
from microcare.directory.queries import answers_of, public_listing_by_id, term_by_slug
from microcare.directory.values import Asked, Reach
from microcare.files.current import store
from microcare.files.values import Clean, Kind
from microcare.groups.services import ask_group, ask_to_leave, invite
from microcare.kernel.clock import Clock, FixedClock
from microcare.outbox.models import OutboxMessage
from microcare.people import services as people
from microcare.people.models import Person, SecondFactor
from microcare.people.queries import support_link
from microcare.people.values import Act, AuthorityType, Invitation, Newcomer
from microcare.spending.policies import SharedBill
from microcare.spending.queries import receipt_help
from microcare.spending.services import (
    add_bill_file,
    add_receipt,
    ask_for_receipt_help,
    make_refund,
    renew_link,
)
from microcare.spending.values import MoneyBack
from tests.factories import finding
from tests.factories.budgets import make_agreement, make_budget, make_purpose
from tests.factories.catalyst import make_idea, make_report, make_wish
from tests.factories.directory import (
    TRAFFORD,
    keeper_of,
    make_catalyst,
    make_draft,
    make_patch,
    make_public_listing,
    make_sent,
    see_checks,
    whole,
)
from tests.factories.groups import Story, make_group, make_story, make_terms
from tests.factories.people import PASSWORD, make_authority, make_person
from tests.factories.spending import all_pay, make_bill, make_promised_with, mark, shared
from tests.factories.statements import make_statement_link
from tests.factories.witnessing import make_trusted, write_down

# Nobody has not signed in; a person has, and has nothing here; a neighbour has a group, money, a
# page, a supporter of their own, none of which are those that the addresses name. The supporter
# helps the member, with all that a supporter may do.
ROLES = (
    "nobody",
    "person",
    "neighbour",
    "supporter",
    "member",
    "provider",
    "catalyst",
    "other_catalyst",
    "admin",
)
BROWSER = "the secret of a browser"


@dataclass
class World:
    """Who is who, and what is where."""

    people: dict[str, Person] = field(default_factory=dict)
    at: dict[str, str] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    second_steps: dict[str, str] = field(default_factory=dict)
    letters_read: set[UUID] = field(default_factory=set)

    def address(self, template: str) -> str:
        """The address with its names filled in."""
        return template.format_map(self.at)


def build_world(session: Session, clock: Clock) -> World:
    """Everything, through the services, flushed; the caller commits."""
    world = World()
    _people_and_pages(session, world, clock)
    _groups(session, world, clock)
    _promised(session, world, clock)
    _neighbour(session, world, clock)
    _finding(session, world, clock)
    _supporters(session, world, clock)
    _letters(session, world, clock)
    _desk(session, world, clock)
    _second_steps(session, world, clock)
    for role in ROLES[1:]:
        person = world.people[role]
        world.tokens[role] = people.start_sign_in(session, person, clock=clock)
    return world


def _people_and_pages(session: Session, world: World, clock: Clock) -> None:
    patch = make_patch(session)
    other_patch = make_patch(session, "Far and Wide", TRAFFORD)
    catalyst = make_catalyst(session, patch)
    provider = make_person(session, "priya@example.org", name="Priya Nair", password=PASSWORD)
    made = make_public_listing(session, keeper=provider, catalyst=catalyst)
    paused = make_public_listing(session, "Paused Cooks", keeper=provider, catalyst=catalyst)
    directory.pause_listing(session, whole(session, paused.id), by=provider, clock=clock)
    closed = make_public_listing(session, "Closed Cooks", keeper=provider, catalyst=catalyst)
    directory.close_listing(session, whole(session, closed.id), by=provider, clock=clock)
    stopped = make_public_listing(session, "Stopped Cooks", keeper=provider, catalyst=catalyst)
    told = {"words": "Their papers ran out.", "by": catalyst, "clock": clock}
    stop_page(session, whole(session, stopped.id), **told)
    drafts = {
        "ready": make_draft(session, "Ready Cooks", keeper=provider),
        "venue": make_draft(session, "Venue Cooks", keeper=provider, reach=Reach.VENUE),
        "sent": make_sent(session, "Sent Cooks", keeper=provider),
    }
    checked = make_sent(session, "Checked Cooks", keeper=provider)
    see_checks(session, checked, catalyst)
    world.people |= {
        "person": make_person(session, "pat@example.org", name="Pat Doe", password=PASSWORD),
        "provider": provider,
        "catalyst": catalyst,
        "other_catalyst": make_catalyst(session, other_patch, "Omar Else"),
        "admin": make_person(session, name="Ada Dunn", roles=["admin"]),
    }
    make_person(session, name="Ben Dunn", roles=["admin"])
    world.at |= {key: str(listing.id) for key, listing in drafts.items()}
    world.at |= {
        "patch": str(patch.id),
        "checked": str(checked.id),
        "public": str(made.id),
        "slug": made.slug,
        "paused": str(paused.id),
        "closed": str(closed.id),
        "stopped": str(stopped.id),
        "closed_slug": closed.slug,
        "draft_slug": drafts["ready"].slug,
        "grant": str(catalyst.live_grants[0].id),
        "person": str(world.people["person"].id),
        "term": "cooking-together",
        "old_term": _old_term(session),
    }


def _old_term(session: Session) -> str:
    """A kind of help that is offered no longer."""
    term = term_by_slug(session, "gardening")
    assert term is not None
    directory.offer_term(term, is_current=False)
    return term.slug


def _groups(session: Session, world: World, clock: Clock) -> None:
    story = make_story(session, clock, people=2, most_people=6)
    member, fellow = story.people
    world.at["witness"] = _witness(session, world, story, clock)
    listing = public_listing_by_id(session, _id(world, "public"))
    assert listing is not None
    choosing = make_group(session, [member, fellow], clock)
    write_brief(session, choosing, wants=Wants("Someone to walk with us", "", ""), clock=clock)
    ask = ask_for_offer(session, choosing, listing_id=listing.id, clock=clock)
    ids = choosing.member_ids
    offer = make_offer(session, ask, terms=make_terms(), member_ids=ids, clock=clock)
    invite(session, choosing, email="new@example.org", person=fellow, clock=clock)
    world.at["invitation"] = _token(session, world, "groups.invitation")
    asking = make_group(session, [member, fellow], clock)
    write_brief(session, asking, wants=Wants("Someone to dig with us", "", ""), clock=clock)
    waiting = ask_for_offer(session, asking, listing_id=listing.id, clock=clock)
    asked = ask_group(
        session, story.group, words="Shall we meet?", days=7, person_id=member.id, clock=clock
    )
    world.people["member"] = member
    world.at |= {
        "deciding": str(story.group.id),
        "ask": str(asked.proposal_id),
        "choosing": str(choosing.id),
        "offer": str(offer.id),
        "asking": str(asking.id),
        "request": str(waiting.id),
        "budget": str(story.budgets[0].id),
        **make_statement_link(session, story.budgets[0], clock),
        "purpose": str(make_purpose(session, member, clock).id),
        "on_file": str(make_agreement(session, member, About.ISF, clock).id),
        "funder": str(_funder(session, clock).id),
        "other_listing": str(story.listing.id),
        "other_keeper": keeper_of(session, story.listing).email,
    }


def _witness(session: Session, world: World, story: Story, clock: Clock) -> str:
    """The fellow's yes waits for two witnesses; the link of the second."""
    write_down(session, story, make_trusted(session, story.people[1], clock), clock)
    session.flush()
    rows = select(OutboxMessage).where(OutboxMessage.kind == "commissioning.witness")
    found = session.scalars(rows.order_by(OutboxMessage.created_at)).all()
    world.letters_read |= {row.id for row in found}
    return str(found[-1].payload["token"])


def _funder(session: Session, clock: Clock) -> Funder:
    told = FunderTold("Somerset Council", FunderKind.COUNCIL, "Ann Dee, 01632 960150", {})
    made = save_funder(session, None, told, clock=clock)
    session.flush()
    return made


def _finding(session: Session, world: World, clock: Clock) -> None:
    """The member looks for others, and was put before somebody who has no role here."""
    mine = finding.make_interest(session, world.people["member"], clock)
    _, theirs = finding.somebody(session, clock)
    for interest in (mine, theirs):
        finding.mark(session, interest, clock)
    # The neighbour has one of their own, elsewhere, that no address names.
    finding.make_interest(session, world.people["neighbour"], clock, outcode="M33")
    introduction = finding.introduction_of(session, world.people["member"].id, clock)
    world.at |= {"interest": str(mine.id), "introduction": str(introduction.id)}


def _promised(session: Session, world: World, clock: Clock) -> None:
    """A group with sessions behind it: one paid and partly given back, one billed, one not."""
    past = FixedClock(clock.now() - timedelta(days=60))
    listing = public_listing_by_id(session, _id(world, "public"))
    assert listing is not None
    people_ = [make_person(session, name=name) for name in ("Ros", "Idris")]
    story = make_promised_with(session, past, world.people["member"], people_, listing)
    past.at = clock.now()
    for number in (0, 1):
        mark(session, story, number, clock)
    paid, bill = (make_bill(session, story, past, n, pence=300) for n in (0, 1))
    all_pay(session, story, paid, past)
    refund = make_refund(
        session,
        shared(session, paid),
        back=MoneyBack(paid.lines[0].id, 30, "Too short", UUID(int=30)),
        by=world.people["provider"].id,
        clock=clock,
    )
    assert story.agreement is not None
    member, (ros, idris) = world.people["member"], people_
    ask = {"reason": "We do not get on", "clock": clock}
    asked = ask_to_leave(session, story.group, about=ros.id, person_id=idris.id, **ask)
    other = make_group(session, [member, ros, idris], clock)
    about_me = ask_to_leave(session, other, about=member.id, person_id=ros.id, **ask)
    world.at |= {
        "parting": str(asked.id),
        "my_parting": str(about_me.id),
        "promised": str(story.group.id),
        "agreed": str(story.agreement.offer.request_id),
        "session": str(story.agreement.sessions[2].id),
        "bill": str(bill.id),
        "paid_bill": str(paid.id),
        **_receipts(session, shared(session, paid), shared(session, bill), world, clock),
        "refund": str(refund.id),
        "calendar": renew_link(session, world.people["member"].id, clock=clock),
    }


def _receipts(
    session: Session, paid: SharedBill, sent: SharedBill, world: World, clock: Clock
) -> dict[str, str]:
    """The member's receipt, a bill as a file, and another who asks for help."""
    made = Clean(Kind.PICTURE, b"\xff\xd8\xff a receipt")
    told = {"made": made, "store": store(), "clock": clock}
    me = world.people["member"].id
    receipt = add_receipt(session, paid, person_id=me, **told)
    add_bill_file(session, sent, **told)
    other = next(iter(sorted(paid.sharer_ids - {me})))
    ask_for_receipt_help(session, paid, person_id=other, clock=clock)
    session.flush()
    [asked] = receipt_help(session, world.people["catalyst"].patch_ids)
    return {"receipt": str(receipt.id), "receipt_help": str(asked.id)}


def _neighbour(session: Session, world: World, clock: Clock) -> None:
    """Somebody with everything that a member and a provider have, in another street."""
    neighbour = make_person(session, name="Nell Neighbour", password=PASSWORD)
    friend = make_person(session)
    budget = make_budget(session, neighbour, clock)
    listing = make_public_listing(session, "Next Door Cooks", keeper=neighbour)
    group = make_group(session, [neighbour, friend], clock)
    write_brief(session, group, wants=Wants("Someone to sing with us", "", ""), clock=clock)
    ask = ask_for_offer(session, group, listing_id=listing.id, clock=clock)
    ids = group.member_ids
    offer = make_offer(session, ask, terms=make_terms(), member_ids=ids, clock=clock)
    world.people["neighbour"] = neighbour
    world.at |= {
        "their_budget": str(budget.id),
        "their_group": str(group.id),
        "their_offer": str(offer.id),
        "their_listing": str(listing.id),
    }


def _supporters(session: Session, world: World, clock: Clock) -> None:
    member, neighbour = world.people["member"], world.people["neighbour"]
    supporter = make_person(session, name="Sue Porter")
    world.people["supporter"] = supporter
    scope = frozenset({Act.SEE, Act.DRAFT, Act.ANSWER})
    asked = Invitation("Sue", supporter.email, AuthorityType.TRUSTED_SUPPORTER, scope, None)
    for helped in (member, neighbour):
        authority = people.ask_to_support(session, helped, asked, clock=clock)
        link = support_link(session, _token(session, world, "people.support"))
        assert link is not None
        who = supporter if helped is member else make_person(session)
        people.agree_to_support(session, link, authority=authority, supporter=who, clock=clock)
        if helped is member:
            world.at["authority"] = str(authority.id)
    # The same two, with all that the law lets a helper have; and once more, until yesterday.
    whole = make_authority(session, member, supporter, clock=clock)
    over = make_authority(session, member, supporter, clock=clock)
    over.starts_on = over.ends_on = clock.today() - timedelta(days=1)
    world.at |= {"acting": str(whole.id), "over": str(over.id)}
    people.ask_to_support(session, member, asked, clock=clock)
    world.at["support"] = _token(session, world, "people.support")


def _letters(session: Session, world: World, clock: Clock) -> None:
    """Every link that a letter carries, still good."""
    person = world.people["person"]
    newcomer = Newcomer("Zed", "zed@example.org", PASSWORD)
    people.ask_to_sign_up(session, newcomer, browser=BROWSER, way_on="/my", clock=clock)
    people.send_sign_in_link(session, email=person.email, way_on="/my", clock=clock)
    people.send_reset_link(session, email=person.email, clock=clock)
    people.ask_to_change_email(session, person, email="pat.doe@example.org", clock=clock)
    asked = Asked("Do you come on Sundays?", "Pat", "pat@example.org")
    answered = directory.ask_question(session, _id(world, "public"), asked, by=None, clock=clock)
    directory.answer_question(session, answered, "We do.", clock=clock)
    world.at["reply"] = _token(session, world, "directory.answered")
    _token(session, world, "directory.asked")
    waiting = directory.ask_question(session, _id(world, "public"), asked, by=None, clock=clock)
    world.at["asked"] = str(waiting.id)
    world.at["question"] = _token(session, world, "directory.asked")
    directory.ask_still_right(session, whole(session, _id(world, "public")), clock=clock)
    world.at["still_right"] = _token(session, world, "directory.still_right")
    for name in ("sign_up", "sign_in", "reset", "new_address"):
        world.at[name] = _token(session, world, f"people.{name}")


def _desk(session: Session, world: World, clock: Clock) -> None:
    """One of each thing that waits on the desk, and a page offered to its owner."""
    patch, catalyst = make_patch(session), world.people["catalyst"]
    sent = whole(session, _id(world, "sent"))
    idea = make_idea(session, patch, catalyst, "Kitchen Garden")
    aside = make_person(session, name="Stood Aside")
    tie = {"listing_id": sent.id, "tie": "relative", "declared_at": clock.now()}
    session.add(DeclaredInterest(person_id=aside.id, **tie))
    offer_listing(session, idea, email="owner@example.org", by=catalyst, clock=clock)
    world.at |= {
        "check": check_slug(required_checks(answers_of(sent))[0]),
        "idea": str(idea.id),
        "aside": str(aside.id),
        "wish": str(make_wish(session, patch, "kitchen help").id),
        "report": str(make_report(session, _id(world, "public")).id),
        "patch_slug": patch.slug,
        "handover": _token(session, world, "catalyst.handover"),
    }


def _second_steps(session: Session, world: World, clock: Clock) -> None:
    """Two catalysts half way in: one with a code app, one who has still to set one up."""
    patch_id = world.people["catalyst"].patch_ids
    for name, confirmed_at in (("has_app", clock.now()), ("needs_app", None)):
        who = make_person(session, name="Half Way", patch_ids=patch_id)
        world.second_steps[name] = people.begin_second_step(session, who, way_on="/my", clock=clock)
        factor = session.get_one(SecondFactor, who.id)
        factor.confirmed_at = confirmed_at
        world.at[f"{name}_secret"] = factor.secret
    session.flush()


def _id(world: World, name: str) -> UUID:
    return UUID(world.at[name])


def _token(session: Session, world: World, kind: str) -> str:
    """The token in the one letter of that kind that nobody has read yet."""
    session.flush()
    rows = session.scalars(select(OutboxMessage).where(OutboxMessage.kind == kind))
    new = [row for row in rows if row.id not in world.letters_read]
    assert len(new) == 1, f"{len(new)} letters of {kind}"
    world.letters_read.add(new[0].id)
    return str(new[0].payload["token"])
