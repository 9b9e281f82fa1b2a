"""What cannot go on: each may let their own part go at once, without notice (pooling P36, P42)."""

from uuid import UUID

from sqlalchemy.orm import Session

from microcare.budgets.queries import budgets_of
from microcare.commissioning.queries import request_between, stopped_promises
from microcare.commissioning.queries.waiting import has_waiting_plan
from microcare.commissioning.services import settle_group, watch_people
from microcare.directory.queries import keeper_ids, out_of_work
from microcare.groups.queries import locked_group
from microcare.groups.services.news import tell
from microcare.kernel.clock import Clock
from microcare.ledger.services import expire_holds, release_holds
from microcare.ledger.values import Act
from microcare.people.values import Spoken, acts_as
from microcare.spending.services.closing import close_group
from microcare.spending.values import TheyAreBack


def let_stopped_go(
    session: Session,
    group_id: UUID,
    listing_id: UUID,
    *,
    person_id: UUID,
    clock: Clock,
    spoken: Spoken | None = None,
) -> None:
    """Frees one person's promises to a provider who cannot go on, or to a plan with too few people.

    Nothing is owed of those days. Nobody else's part changes, and nobody is told whose came free.
    What took place stays to be paid. Pressed twice it is once. The ledger names the authority where
    a helper does it. Raises TheyAreBack.
    """
    locked_group(session, group_id)
    is_out = listing_id in out_of_work(session, [listing_id], today=clock.today())
    if not is_out and not has_waiting_plan(session, group_id, listing_id):
        raise TheyAreBack
    # Where the time to think is over, promises come first, however late the job is.
    settle_group(session, group_id, clock=clock)
    purses = [budget.id for budget in budgets_of(session, person_id)]
    expire_holds(session, clock=clock, purses=purses)
    found = stopped_promises(session, person_id, clock=clock, group_id=group_id)
    days = [day for one in found if one.listing_id == listing_id for day in one.days]
    if not days:
        return
    act = Act(acts_as(person_id, spoken), key=f"stopped {min(day.hold_id for day in days)}")
    release_holds(session, holds=[day.hold_id for day in days], act=act, clock=clock)
    watch_people(session, group_id, clock=clock)
    request = request_between(session, group_id, listing_id)
    if request is not None:
        # The price may no longer be covered. Whose part it was is not said.
        keepers = keeper_ids(session, listing_id)
        tell(session, keepers, path=f"/my/requests/{request.id}/sessions", clock=clock)
    close_group(session, group_id, clock=clock)
