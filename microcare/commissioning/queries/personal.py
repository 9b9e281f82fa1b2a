"""What this feature holds about a person, for /my/data."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, selectinload

from microcare.commissioning.models import (
    Agreement,
    Offer,
    OfferRequest,
    OwnMost,
    OwnPurpose,
    PaidTie,
    PrivateNote,
    WitnessedYes,
    YesWitness,
)
from microcare.commissioning.queries.budding import moves_of
from microcare.commissioning.queries.working import promises_of
from microcare.commissioning.values import TOLD_WORDS, Told
from microcare.groups.models import Group
from microcare.kernel.money import pounds
from microcare.kernel.words import N_
from microcare.people.models import Person
from microcare.people.values import HOW_WORDS, Held, How, Section


def personal_data(session: Session, person_id: UUID) -> list[Section]:
    """What a person promised with their groups, and what was short; their own sums only."""
    parts = [
        _promised(session, person_id),
        _short(session, person_id),
        _most(session, person_id),
        _outside(session, person_id),
        _witnessed(session, person_id),
        _witness_to(session, person_id),
        _ties(session, person_id),
    ]
    return [*(part for part in parts if part.entries), *moves_of(session, person_id)]


def _promised(session: Session, person_id: UUID) -> Section:
    entries: tuple[Mapping[str, Held], ...] = tuple(
        {
            N_("Group"): promise.group_name,
            N_("With"): promise.provider,
            N_("Promised"): f"£{pounds(promise.pence):.2f}",
            N_("Sessions"): promise.sessions,
            N_("Last day"): promise.last_on,
        }
        for promise in promises_of(session, person_id)
    )
    kept = N_("Shares stay under a random number, as the law asks. Names do not.")
    title = N_("What you promised")
    return Section(name="promises", title=title, entries=entries, kept=kept)


def _short(session: Session, person_id: UUID) -> Section:
    rows = (
        select(Group.name, PrivateNote.short_pence, Agreement.opened_at)
        .join(Agreement, Agreement.id == PrivateNote.agreement_id)
        .join(Group, Group.id == Agreement.group_id)
        .where(PrivateNote.person_id == person_id)
        .order_by(Agreement.opened_at, Agreement.id)
    )
    entries: tuple[Mapping[str, Held], ...] = tuple(
        {
            N_("Group"): name,
            N_("Your money was short by"): f"£{pounds(pence):.2f}",
            N_("Plan of"): opened_at,
        }
        for name, pence, opened_at in session.execute(rows)
    )
    title = N_("Plans that did not add up for you")
    return Section(name="short", title=title, entries=entries)


def _witnessed(session: Session, person_id: UUID) -> Section:
    """A yes of theirs before witnesses; the words are among what was done for them."""
    rows = select(WitnessedYes).options(selectinload(WitnessedYes.witnesses))
    rows = rows.where(WitnessedYes.person_id == person_id)
    entries: tuple[Mapping[str, Held], ...] = tuple(
        {
            N_("How it was said"): HOW_WORDS[How(yes.how)],
            N_("Written down"): yes.recorded_at,
            N_("Before"): ", ".join(one.name for one in yes.witnesses if one.name),
            N_("E-mails not answered yet"): ", ".join(w.email for w in yes.witnesses if w.email),
            N_("How many said that it is so"): sum(one.said == "yes" for one in yes.witnesses),
            N_("You were told"): yes.told_at,
            N_("By what way"): TOLD_WORDS[Told(yes.told)] if yes.told else "",
            N_("Counts from"): yes.counts_at,
            N_("Became your answer"): yes.answer_id is not None,
            N_("Ended"): yes.ended_at,
        }
        for yes in session.scalars(rows.order_by(WitnessedYes.recorded_at, WitnessedYes.id))
    )
    kept = N_("That there was one, under a random number, as proof. Names do not.")
    title = N_("A yes of yours before witnesses")
    return Section(name="witnessed", title=title, entries=entries, kept=kept)


def _witness_to(session: Session, person_id: UUID) -> Section:
    """What they were a witness to, without whose yes it was: that is theirs."""
    email = select(Person.email).where(Person.id == person_id).scalar_subquery()
    rows = select(YesWitness, WitnessedYes.recorded_at).join(YesWitness.witnessed)
    rows = rows.where(or_(YesWitness.person_id == person_id, YesWitness.email == email))
    entries: tuple[Mapping[str, Held], ...] = tuple(
        {
            N_("Your name there"): one.name,
            N_("Your e-mail there"): one.email,
            N_("Written down"): at,
            N_("You said that it is so"): None if one.said is None else one.said == "yes",
            N_("You said so"): one.said_at,
        }
        for one, at in session.execute(rows.order_by(WitnessedYes.recorded_at, YesWitness.id))
    )
    kept = N_("That there was a witness, and what they said, without a name.")
    title = N_("What you were a witness to")
    return Section(name="witness_to", title=title, entries=entries, kept=kept)


def _outside(session: Session, person_id: UUID) -> Section:
    rows = (
        select(Group.name, OwnPurpose.outside, OwnPurpose.at)
        .join(Agreement, Agreement.id == OwnPurpose.agreement_id)
        .join(Group, Group.id == Agreement.group_id)
        .where(OwnPurpose.person_id == person_id, OwnPurpose.outside != "")
        .order_by(OwnPurpose.at, OwnPurpose.agreement_id)
    )
    entries: tuple[Mapping[str, Held], ...] = tuple(
        {N_("Group"): group, N_("Why it was right"): why, N_("You said so"): at}
        for group, why, at in session.execute(rows)
    )
    title = N_("What you said yes to that your plan does not name")
    return Section(name="outside", title=title, entries=entries)


def _ties(session: Session, person_id: UUID) -> Section:
    rows = (
        select(func.max(Offer.provider), PaidTie.declared_at)
        .join(OfferRequest, OfferRequest.listing_id == PaidTie.listing_id)
        .join(Offer, Offer.request_id == OfferRequest.id)
        .where(PaidTie.person_id == person_id)
        .group_by(PaidTie.listing_id, PaidTie.declared_at)
        .order_by(PaidTie.declared_at, PaidTie.listing_id)
    )
    entries: tuple[Mapping[str, Held], ...] = tuple(
        {N_("Who"): name, N_("You said so"): at} for name, at in session.execute(rows)
    )
    title = N_("Whom you said you are close to, or paid by")
    return Section(name="ties", title=title, entries=entries)


def _most(session: Session, person_id: UUID) -> Section:
    rows = (
        select(Group.name, OwnMost.week_pence, OwnMost.said_at)
        .join(Group, Group.id == OwnMost.group_id)
        .where(OwnMost.person_id == person_id)
        .order_by(OwnMost.said_at, OwnMost.group_id)
    )
    entries: tuple[Mapping[str, Held], ...] = tuple(
        {
            N_("Group"): name,
            N_("The most you can pay a week"): "" if pence is None else f"£{pounds(pence):.2f}",
            N_("You said so"): said_at,
        }
        for name, pence, said_at in session.execute(rows)
    )
    title = N_("The most that you said you can pay")
    return Section(name="most", title=title, entries=entries)
