"""A plan waits when fewer people are promised than it needs, and says so (pooling P20, P36).

Written down in the transaction in which somebody's promise came free, under the group's lock, so
no day of it is ever billed in between. Nobody's share is raised, and who is not there is not said.
"""

from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from microcare.commissioning.models import Agreement, OfferRequest, PlanWait
from microcare.commissioning.policies import waits_from
from microcare.commissioning.queries import running_plans
from microcare.commissioning.queries.waiting import promised_by_session, waiting_plans
from microcare.commissioning.queries.working import replaced_sessions
from microcare.commissioning.services.stopped import STOPPED
from microcare.groups.queries import locked_group
from microcare.groups.services.news import tell
from microcare.kernel.clock import Clock


def watch_people(session: Session, group_id: UUID, *, clock: Clock) -> list[OfferRequest]:
    """Lets each promised plan of a group wait from the day on which too few are left; tells them.

    Answers what was asked of whom waits anew, so that a caller can tell the provider. Twice is
    once, and a day earlier than before is told again.
    """
    group = locked_group(session, group_id)
    running = running_plans(session, [group_id], today=clock.today())[group_id]
    known = waiting_plans(session, [agreement.id for agreement, _ in running])
    new = []
    for agreement, _ in running:
        from_on = _first_day(session, agreement, clock=clock)
        before = known.get(agreement.id)
        if from_on is None or (before is not None and before <= from_on):
            continue
        session.add(PlanWait(agreement_id=agreement.id, from_on=from_on, noted_at=clock.now()))
        promised = promised_by_session(session, agreement, clock=clock)
        late = [promised.get(one.id, set()) for one in agreement.sessions if one.day >= from_on]
        people = {person for there in late for person in there}
        tell(session, people, path=STOPPED, clock=clock)
        members = set(group.member_ids) if group else set()
        tell(session, members - people, path=f"/groups/{group_id}", clock=clock)
        new.append(agreement.offer.request)
    session.flush()
    return new


def _first_day(session: Session, agreement: Agreement, *, clock: Clock) -> date | None:
    replaced = replaced_sessions(session, [one.id for one in agreement.sessions])
    ahead = [
        one for one in agreement.sessions if one.day >= clock.today() and one.id not in replaced
    ]
    promised = promised_by_session(session, agreement, clock=clock)
    fewest = agreement.offer.fewest_people
    return waits_from(ahead, promised, sharers=len(agreement.people), fewest=fewest)
