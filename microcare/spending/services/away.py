"""A provider is away for some days: what is to come in them does not take place. No reason is kept.

What is kept is what it does: each session is called off, as one by one, and its promises are free.
"""

from uuid import UUID

from sqlalchemy.orm import Session

from microcare.groups.queries import locked_group
from microcare.kernel.clock import Clock
from microcare.ledger.queries import holds_of_refs
from microcare.ledger.services import release_holds
from microcare.ledger.values import Act, Hold
from microcare.spending.models import SessionMark
from microcare.spending.queries.away import OffDay, days_to_call_off, is_owed_in
from microcare.spending.services.closing import close_group
from microcare.spending.services.off import tell_it_is_off
from microcare.spending.values import AwayDays, AwayHasChanged, DayIsSettled, Outcome


def check_days_away(session: Session, listing_id: UUID, days: AwayDays, *, clock: Clock) -> None:
    """Raises AwayHasBeen, AwayEndsFirst, AwayTooLong, DayIsSettled."""
    days.check(clock.today())
    if is_owed_in(session, listing_id, days):
        raise DayIsSettled


def call_off_days(
    session: Session, listing_id: UUID, days: AwayDays, *, seen: int, by: UUID, clock: Clock
) -> None:
    """Calls off what is to come in these days: nobody pays for it, and each is told by letter.

    `seen` is how many sessions were shown before the press. Pressed twice it is once. One event of
    the ledger frees all of it. Raises AwayHasChanged, and what check_days_away raises.
    """
    asked = days_to_call_off(session, listing_id, days, now=clock.now())
    groups = sorted({off.group_id for off in asked})
    for group_id in groups:
        locked_group(session, group_id)
    check_days_away(session, listing_id, days, clock=clock)
    # Read again: somebody may have said of one what became of it while this waited.
    found = days_to_call_off(session, listing_id, days, now=clock.now())
    if not found:
        return
    if len(found) != seen or {off.group_id for off in found} - set(groups):
        raise AwayHasChanged
    said = {"outcome": Outcome.CALLED_OFF.value, "marked_by": by, "marked_at": clock.now()}
    session.add_all(SessionMark(session_id=off.one.id, **said) for off in found)
    session.flush()  # a mark that came first is refused here, before anything is freed
    holds = _open_holds(session, found, clock=clock)
    act = Act(actor=listing_id, key=f"away {min(hold.id for hold in holds)}")
    release_holds(session, holds=[hold.id for hold in holds], act=act, clock=clock)
    tell_it_is_off(session, holds, clock=clock)
    for group_id in groups:
        close_group(session, group_id, clock=clock)


def _open_holds(session: Session, found: list[OffDay], *, clock: Clock) -> list[Hold]:
    holds: list[Hold] = []
    for group_id in sorted({off.group_id for off in found}):
        mine = [off.one.id for off in found if off.group_id == group_id]
        holds += holds_of_refs(session, group_id, mine)
    return [hold for hold in holds if hold.ended_by(clock.now()) is None]
