"""One person's days to come, over all their groups, with what was called off among them."""

from uuid import UUID

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import Session

from microcare.budgets.queries import open_holds_of
from microcare.commissioning.models import Agreement, CareSession, Offer, SessionShare
from microcare.commissioning.queries.waiting import is_waiting
from microcare.decisions.models import Proposal
from microcare.decisions.values import Outcome as Decided
from microcare.groups.queries import groups_of
from microcare.kernel.clock import Clock
from microcare.kernel.workdays import holidays_of
from microcare.spending.models import Departure, SessionMark
from microcare.spending.queries.coming import my_days_away
from microcare.spending.values import CalendarDay, MyDay, Outcome

# A session, what was offered, whose group it is, and this person's pence of it.
Mine = tuple[CareSession, Offer, UUID, int]


def my_calendar(session: Session, me: UUID, *, clock: Clock) -> list[CalendarDay]:
    """The days still to come of one person's open promises, and those that were called off.

    None that waits because too few people are left.
    """
    open_ones = {hold.ref for hold in open_holds_of(session, me, now=clock.now())}
    off = _called_off(session, me, clock=clock)
    rows = _mine(me).where(CareSession.id.in_(open_ones | off), CareSession.day >= clock.today())
    rows = rows.where(~is_waiting())
    found = session.execute(rows.order_by(CareSession.day, CareSession.id)).all()
    names = holidays_of({row[0].day.year for row in found})
    away = my_days_away(session, me, open_ones)
    return [
        CalendarDay(
            id=one.id,
            day=one.day,
            times=offer.times,
            provider=offer.provider,
            holiday=names.get(one.day, ""),
            is_off=one.id in off,
            cannot_come=one.id in away,
        )
        for one, offer, _group, _pence in found
    ]


def my_day(session: Session, me: UUID, session_id: UUID) -> Mine | None:
    """A promised session in which this person has a part, with their own pence of it."""
    rows = _mine(me).where(CareSession.id == session_id)
    found = session.execute(rows.where(Proposal.outcome == Decided.PASSED.value)).one_or_none()
    return None if found is None else (found[0], found[1], found[2], found[3])


def day_view(session: Session, me: UUID, mine: Mine) -> MyDay:
    """The same as its person reads it."""
    one, offer, _group, pence = mine
    return MyDay(
        id=one.id,
        day=one.day,
        times=offer.times,
        provider=offer.provider,
        holiday=holidays_of({one.day.year}).get(one.day, ""),
        pence=pence,
        cancelling=offer.cancelling,
        cannot_come=one.id in my_days_away(session, me, [one.id]),
    )


def _called_off(session: Session, me: UUID, *, clock: Clock) -> set[UUID]:
    """What was called off of their days to come: in their groups now, and in notice they gave."""
    rows = (
        select(CareSession.id)
        .join(SessionMark, SessionMark.session_id == CareSession.id)
        .join(SessionShare, SessionShare.session_id == CareSession.id)
        .join(Agreement, Agreement.id == CareSession.agreement_id)
        .outerjoin(
            Departure,
            and_(Departure.agreement_id == Agreement.id, Departure.person_id == me),
        )
        .where(SessionMark.outcome == Outcome.CALLED_OFF.value, SessionShare.person_id == me)
        .where(CareSession.day >= clock.today())
        .where(
            or_(
                Agreement.group_id.in_([group.id for group in groups_of(session, me)]),
                Departure.last_on >= CareSession.day,
            )
        )
    )
    return set(session.scalars(rows))


def _mine(me: UUID) -> Select[CareSession, Offer, UUID, int]:
    return (
        select(CareSession, Offer, Agreement.group_id, SessionShare.pence)
        .join(Agreement, Agreement.id == CareSession.agreement_id)
        .join(Proposal, Proposal.id == Agreement.proposal_id)
        .join(Offer, Offer.id == Agreement.offer_id)
        .join(SessionShare, SessionShare.session_id == CareSession.id)
        .where(SessionShare.person_id == me)
    )
