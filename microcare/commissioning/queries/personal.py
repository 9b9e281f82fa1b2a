"""What this feature holds about a person, for /my/data."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from microcare.commissioning.models import (
    Agreement,
    Offer,
    OfferRequest,
    OwnMost,
    OwnPurpose,
    PaidTie,
    PrivateNote,
)
from microcare.commissioning.queries.budding import moves_of
from microcare.commissioning.queries.working import promises_of
from microcare.groups.models import Group
from microcare.kernel.money import pounds
from microcare.kernel.words import N_
from microcare.people.values import Held, Section


def personal_data(session: Session, person_id: UUID) -> list[Section]:
    """What a person promised with their groups, and what was short; their own sums only."""
    parts = [
        _promised(session, person_id),
        _short(session, person_id),
        _most(session, person_id),
        _outside(session, person_id),
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
