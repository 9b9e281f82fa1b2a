"""What was said to be owed and is not: let go by both, the person and the provider (pooling P3).

Whoever speaks first, a person's promise comes free when both have: the provider's word is for all
who share the session, a person's only for their own part.
"""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from microcare.budgets.queries import open_holds_of
from microcare.commissioning.models import Agreement, CareSession
from microcare.directory.queries import keeper_ids
from microcare.groups.queries import locked_group
from microcare.groups.services.news import tell
from microcare.kernel.clock import Clock
from microcare.ledger.services import release_holds
from microcare.ledger.values import Act
from microcare.spending.models import BillLine, PartLetGo, SessionMark, SessionWaived
from microcare.spending.policies import has_part
from microcare.spending.services.closing import close_group
from microcare.spending.values import OWED, NoPartInIt, NothingToLetGo, StandsOnBill


def waive_session(
    session: Session, one: CareSession, *, group_id: UUID, by: UUID, clock: Clock
) -> None:
    """The provider says that nothing is to pay for a session after all; pressed twice it is once.

    Raises NothingToLetGo, StandsOnBill.
    """
    locked_group(session, group_id)
    if session.get(SessionWaived, one.id) is not None:
        return
    _check_it_is_owed(session, one)
    session.add(SessionWaived(session_id=one.id, said_by=by, said_at=clock.now()))
    session.flush()
    said = _who_let_go(session, one.id)
    _free(session, one, said, group_id=group_id, clock=clock)
    others = {share.person_id for share in one.shares} - said
    tell(session, others, path=f"/groups/{group_id}/sessions", clock=clock)


def let_my_part_go(
    session: Session, one: CareSession, *, group_id: UUID, person_id: UUID, clock: Clock
) -> None:
    """A person says that a session did not take place; pressed twice it is once.

    The provider is told that somebody says so, and not who. Raises NoPartInIt, NothingToLetGo,
    StandsOnBill.
    """
    locked_group(session, group_id)
    if not has_part(person_id, one):
        raise NoPartInIt
    if session.get(PartLetGo, (one.id, person_id)) is not None:
        return
    _check_it_is_owed(session, one)
    is_first = not _who_let_go(session, one.id)
    session.add(PartLetGo(session_id=one.id, person_id=person_id, said_at=clock.now()))
    session.flush()
    if session.get(SessionWaived, one.id) is not None:
        _free(session, one, [person_id], group_id=group_id, clock=clock)
    elif is_first:
        request = session.get_one(Agreement, one.agreement_id).offer.request
        keepers = keeper_ids(session, request.listing_id)
        tell(session, keepers, path=f"/my/requests/{request.id}/sessions", clock=clock)


def _check_it_is_owed(session: Session, one: CareSession) -> None:
    mark = session.get(SessionMark, one.id)
    if mark is None or mark.outcome not in OWED:
        raise NothingToLetGo
    live = select(BillLine.id).where(BillLine.session_id == one.id, BillLine.is_live).limit(1)
    if session.scalar(live) is not None:
        raise StandsOnBill


def _who_let_go(session: Session, session_id: UUID) -> set[UUID]:
    rows = select(PartLetGo.person_id).where(PartLetGo.session_id == session_id)
    return set(session.scalars(rows))


def _free(
    session: Session,
    one: CareSession,
    people: Collection[UUID],
    *,
    group_id: UUID,
    clock: Clock,
) -> None:
    for person_id in sorted(people):
        mine = open_holds_of(session, person_id, book=group_id, now=clock.now())
        if holds := [hold.id for hold in mine if hold.ref == one.id]:
            act = Act(actor=person_id, key=f"let go {one.id}")
            release_holds(session, holds=holds, act=act, clock=clock)
    close_group(session, group_id, clock=clock)
