"""What this feature holds about a person, for /my/data."""

from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from microcare.commissioning.models import Agreement, CareSession, Offer
from microcare.kernel.money import pounds
from microcare.kernel.words import N_
from microcare.people.models import Authority
from microcare.people.values import Held, Section
from microcare.spending.models import (
    CannotCome,
    Departure,
    LookAsked,
    MissingReceipt,
    PartLetGo,
    Refund,
    RefundReminder,
    SuddenStop,
)
from microcare.spending.queries.bills import bills_of
from microcare.spending.queries.evidence import evidence_of
from microcare.spending.queries.showing import links_of_person
from microcare.spending.queries.telling import outcomes_of
from microcare.spending.values.evidence import EvidenceKind

_WHAT = {
    EvidenceKind.RECEIPT: N_("A receipt"),
    EvidenceKind.STATEMENT: N_("You found it on your bank statement"),
}


def personal_data(session: Session, person_id: UUID) -> list[Section]:
    """A person's own part of each bill, and what they said of leaving and of sessions."""
    bills = bills_of(session, person_id)
    ever = datetime.max.replace(tzinfo=UTC)
    letters = _letters(session, person_id)
    did = outcomes_of(session, person_id, [bill.id for bill in bills], before=ever)
    entries: tuple[Mapping[str, Held], ...] = tuple(
        {
            N_("Bill from"): bill.provider,
            N_("Sent"): bill.sent_at,
            N_("Your part"): f"£{pounds(bill.my_pence):.2f}",
            N_("You said you paid"): bill.has_paid,
            N_("What it did for you"): did.get(bill.id, ""),
            N_("Money back"): f"£{pounds(sum(r.pence for r in bill.refunds)):.2f}",
            N_("Letters about money back"): letters[bill.id],
        }
        for bill in bills
    )
    kept = N_("Sums stay under a random number, as the law asks. Names do not.")
    title = N_("Your bills")
    told = [Section(name="bills", title=title, entries=entries, kept=kept)] if entries else []
    told += _departures(session, person_id) + _let_go(session, person_id)
    told += _sudden(session, person_id) + _links(session, person_id)
    told += _cannot_come(session, person_id)
    return [*told, *_looks(session, person_id), *_receipts(session, person_id)]


def _letters(session: Session, person_id: UUID) -> Counter[UUID]:
    """How many letters they had about money back that was late, by bill."""
    rows = (
        select(Refund.bill_id, RefundReminder.sent)
        .join(RefundReminder, RefundReminder.refund_id == Refund.id)
        .where(RefundReminder.person_id == person_id)
    )
    found: Counter[UUID] = Counter()
    for bill_id, sent in session.execute(rows):
        found[bill_id] += sent
    return found


def _looks(session: Session, person_id: UUID) -> list[Section]:
    """Whom they asked in to look at totals, and for whom they were."""
    rows = (
        select(LookAsked, Authority)
        .join(Authority, Authority.id == LookAsked.authority_id)
        .where(or_(Authority.person_id == person_id, Authority.supporter_id == person_id))
        .order_by(LookAsked.asked_at, LookAsked.id)
    )
    entries: tuple[Mapping[str, Held], ...] = tuple(
        {
            N_("Who looks"): one.supporter_name,
            N_("Asked"): asked.asked_at,
            N_("It counts from"): asked.counts_from,
            N_("Taken back"): asked.ended_at,
        }
        for asked, one in session.execute(rows)
    )
    title = N_("Who was asked to look at totals")
    return [Section(name="looks", title=title, entries=entries)] if entries else []


def _departures(session: Session, person_id: UUID) -> list[Section]:
    rows = (
        select(Departure, Offer.provider)
        .join(Agreement, Agreement.id == Departure.agreement_id)
        .join(Offer, Offer.id == Agreement.offer_id)
        .where(Departure.person_id == person_id)
        .order_by(Departure.left_at, Departure.agreement_id)
    )
    entries: tuple[Mapping[str, Held], ...] = tuple(
        {
            N_("What you left"): provider,
            N_("You left"): gone.left_at,
            N_("You share the cost until"): gone.last_on,
            N_("The most you could owe then"): f"£{pounds(gone.capped_pence):.2f}",
        }
        for gone, provider in session.execute(rows)
    )
    title = N_("Groups you left after promising")
    return [Section(name="departures", title=title, entries=entries)] if entries else []


def _links(session: Session, person_id: UUID) -> list[Section]:
    """Which statements they let be read, and until when."""
    entries: tuple[Mapping[str, Held], ...] = tuple(
        {
            N_("Who pays the budget"): funder,
            N_("The year that ends on"): link.closes_on,
            N_("The statement of"): link.as_of,
            N_("You made the link"): link.made_at,
            N_("It can be read until"): link.ends_at,
        }
        for link, funder in links_of_person(session, person_id)
    )
    title = N_("Statements you let somebody read")
    return [Section(name="statement_links", title=title, entries=entries)] if entries else []


def _sudden(session: Session, person_id: UUID) -> list[Section]:
    rows = select(SuddenStop.stopped_at).where(SuddenStop.person_id == person_id)
    entries: tuple[Mapping[str, Held], ...] = tuple(
        {N_("You stopped at once"): at} for at in session.scalars(rows.order_by(SuddenStop.id))
    )
    title = N_("When you had to stop at once")
    return [Section(name="sudden_stops", title=title, entries=entries)] if entries else []


def _let_go(session: Session, person_id: UUID) -> list[Section]:
    rows = (
        select(CareSession.day, PartLetGo.said_at)
        .join(CareSession, CareSession.id == PartLetGo.session_id)
        .where(PartLetGo.person_id == person_id)
        .order_by(CareSession.day)
    )
    entries: tuple[Mapping[str, Held], ...] = tuple(
        {N_("Day"): day, N_("You said it did not take place"): said}
        for day, said in session.execute(rows)
    )
    title = N_("Sessions you let go")
    return [Section(name="let_go", title=title, entries=entries)] if entries else []


def _cannot_come(session: Session, person_id: UUID) -> list[Section]:
    rows = (
        select(CareSession.day, CannotCome.said_at)
        .join(CareSession, CareSession.id == CannotCome.session_id)
        .where(CannotCome.person_id == person_id)
        .order_by(CareSession.day, CannotCome.session_id)
    )
    entries: tuple[Mapping[str, Held], ...] = tuple(
        {N_("Day"): day, N_("You said that you cannot come"): said}
        for day, said in session.execute(rows)
    )
    title = N_("Days to come when you are not there")
    return [Section(name="cannot_come", title=title, entries=entries)] if entries else []


def _receipts(session: Session, person_id: UUID) -> list[Section]:
    """What they added to show that they paid, and what they were asked for."""
    added: list[Mapping[str, Held]] = [
        {
            N_("What"): _WHAT[EvidenceKind(row.kind)],
            N_("Added"): row.added_at,
            N_("Replaced or removed"): row.ended_at,
            N_("The file is kept"): row.file_id is not None,
        }
        for row in evidence_of(session, person_id)
    ]
    rows = select(MissingReceipt).where(MissingReceipt.person_id == person_id)
    missing: list[Mapping[str, Held]] = [
        {
            N_("Missing since"): row.since,
            N_("Letters about it"): row.reminded,
            N_("You asked a catalyst"): row.asked_at,
        }
        for row in session.scalars(rows.order_by(MissingReceipt.since, MissingReceipt.id))
    ]
    entries = (*added, *missing)
    title = N_("Your receipts")
    return [Section(name="receipts", title=title, entries=entries)] if entries else []
