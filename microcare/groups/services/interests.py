"""Saying what one wants to do with others, changing it, keeping it longer, ending it."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from microcare.groups.models import Interest, InterestHelp, InterestTime, InterestTurn
from microcare.groups.queries import (
    group_by_id,
    helps_to_find_by,
    interests_of,
    is_someone_near,
    next_turn_on,
)
from microcare.groups.services.locking import live_interest, lock_people
from microcare.groups.values import (
    MOST_HELPS,
    MOST_INTERESTS,
    MOST_TURNS,
    TURN_LASTS,
    FindingRules,
    NotAmongHelps,
    NoTurnLeft,
    NotYourGroup,
    PickATime,
    UnknownOutcode,
    Wanted,
    WantedEnough,
)
from microcare.kernel.clock import Clock
from microcare.kernel.ids import new_id
from microcare.places.gazetteer.around import outcode_meant


def say_interest(
    session: Session, wanted: Wanted, *, person_id: UUID, rules: FindingRules, clock: Clock
) -> Interest:
    """Keeps what a person wants for as many weeks as the rules say; it takes a turn.

    Raises WantedEnough, NoTurnLeft and what `_checked` raises.
    """
    lock_people(session, [person_id])
    _forget_my_old(session, person_id, clock=clock)
    checked = _checked(session, wanted, person_id=person_id, rules=rules)
    taken = {one.slot for one in interests_of(session, person_id)}
    free = [slot for slot in range(1, MOST_INTERESTS + 1) if slot not in taken]
    if not free:
        raise WantedEnough(most=MOST_INTERESTS)
    _take_turn(session, person_id, clock=clock)
    interest = Interest(id=new_id(), person_id=person_id, slot=free[0], said_on=clock.today())
    session.add(interest)
    _write(session, interest, checked, rules=rules, clock=clock)
    return interest


def change_interest(
    session: Session, interest: Interest, wanted: Wanted, *, rules: FindingRules, clock: Clock
) -> None:
    """Says it differently. Any change takes a turn; the same once more takes none.

    The mark that one would like to meet somebody goes: it was for what was wanted before.
    Raises InterestIsOver, NoTurnLeft and what `_checked` raises.
    """
    lock_people(session, [interest.person_id])
    fresh = live_interest(session, interest, clock=clock)
    checked = _checked(session, wanted, person_id=fresh.person_id, rules=rules)
    if _as_wanted(fresh) == checked:
        return
    _take_turn(session, fresh.person_id, clock=clock)
    fresh.wants_at = None
    # What the catalyst was shown is no longer what is wanted, so that consent ends too.
    fresh.asked_patch_id = fresh.asked_on = fresh.asked_until = None
    fresh.helps.clear()
    fresh.times.clear()
    session.flush()  # the old rows go before the new ones of the same key come
    _write(session, fresh, checked, rules=rules, clock=clock)


def renew_interest(
    session: Session, interest: Interest, *, rules: FindingRules, clock: Clock
) -> None:
    """Keeps it for as many weeks again, from today. Raises InterestIsOver."""
    lock_people(session, [interest.person_id])
    fresh = live_interest(session, interest, clock=clock)
    fresh.ends_on = max(fresh.ends_on, clock.today() + timedelta(weeks=rules.weeks))


def end_interest(session: Session, interest: Interest) -> None:
    """Ends it, and nothing of it is kept. Its turn does not come back by it."""
    lock_people(session, [interest.person_id])
    session.execute(delete(Interest).where(Interest.id == interest.id))


def _checked(session: Session, wanted: Wanted, *, person_id: UUID, rules: FindingRules) -> Wanted:
    """What is wanted, in order. Raises NotAmongHelps, UnknownOutcode, PickATime, NotYourGroup."""
    known = [term.slug for term in helps_to_find_by(session)]
    helps = tuple(sorted(set(wanted.helps)))
    if not 1 <= len(helps) <= MOST_HELPS or not set(helps) <= set(known):
        raise NotAmongHelps(most=MOST_HELPS)
    outcode = outcode_meant(wanted.outcode)
    if outcode is None:
        raise UnknownOutcode
    if not wanted.times:
        raise PickATime
    if wanted.group_id is not None:
        group = group_by_id(session, wanted.group_id)
        members = group.member_ids if group and group.winding_since is None else []
        if person_id not in members or len(members) >= rules.most_members:
            raise NotYourGroup
    return Wanted(helps, outcode, tuple(sorted(set(wanted.times))), wanted.group_id)


def _as_wanted(interest: Interest) -> Wanted:
    helps = tuple(sorted(row.help_slug for row in interest.helps))
    times = tuple(sorted(row.part for row in interest.times))
    return Wanted(helps, interest.outcode, times, interest.group_id)  # type: ignore[arg-type]


def _write(
    session: Session, interest: Interest, wanted: Wanted, *, rules: FindingRules, clock: Clock
) -> None:
    interest.outcode, interest.group_id = wanted.outcode, wanted.group_id
    interest.ends_on = clock.today() + timedelta(weeks=rules.weeks)
    interest.helps.extend(InterestHelp(help_slug=slug) for slug in wanted.helps)
    interest.times.extend(InterestTime(part=part.value) for part in wanted.times)
    interest.told_on = None
    session.flush()  # whether someone is near is asked of the rows
    if is_someone_near(session, interest, rules=rules, today=clock.today()):
        # They read it on the page in a moment, so no letter needs to say so.
        interest.told_on = clock.today()


def _take_turn(session: Session, person_id: UUID, *, clock: Clock) -> None:
    """Uses one of the week's turns. Its owner is locked. Raises NoTurnLeft."""
    today = clock.today()
    wait = next_turn_on(session, person_id, today=today)
    if wait is not None:
        raise NoTurnLeft(most=MOST_TURNS, day=f"{wait:%-d %B}")
    rows = select(InterestTurn.number).where(InterestTurn.person_id == person_id)
    used = set(session.scalars(rows))
    fresh = [number for number in range(1, MOST_TURNS + 1) if number not in used]
    if fresh:
        session.add(InterestTurn(person_id=person_id, number=fresh[0], taken_on=today))
        return
    oldest = (
        select(InterestTurn.number)
        .where(InterestTurn.person_id == person_id, InterestTurn.taken_on <= today - TURN_LASTS)
        .order_by(InterestTurn.taken_on, InterestTurn.number)
        .limit(1)
    )
    again = update(InterestTurn).where(
        InterestTurn.person_id == person_id, InterestTurn.number == session.scalar(oldest)
    )
    session.execute(again.values(taken_on=today))


def _forget_my_old(session: Session, person_id: UUID, *, clock: Clock) -> None:
    """Frees the places of what ran out and waits for the chore."""
    old = Interest.person_id == person_id, Interest.ends_on < clock.today()
    session.execute(delete(Interest).where(*old))
