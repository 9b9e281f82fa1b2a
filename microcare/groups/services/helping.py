"""Asking the catalyst to help, taking that back, and what the catalyst may do with it."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from microcare.groups.models import Interest, Introduction
from microcare.groups.queries.helping import interests_asking
from microcare.groups.queries.near import share_a_group
from microcare.groups.services.locking import live_interest, lock_people
from microcare.groups.services.meeting import introduce
from microcare.groups.values import HAND_LASTS, IntroducedAlready, PickTwo
from microcare.kernel.clock import Clock
from microcare.people.models import Person
from microcare.people.services import record_each
from microcare.people.values.seen import Seen
from microcare.places.gazetteer.tables import outcodes
from microcare.places.models import Patch
from microcare.places.queries import patch_for_council
from microcare.search.values import NobodyToAsk


def patch_to_ask(session: Session, outcode: str) -> Patch | None:
    """Whose desk would be asked: that of the outcode's main council."""
    found = outcodes().get(outcode)
    return patch_for_council(session, found.council_code) if found else None


def ask_for_a_hand(session: Session, interest: Interest, *, clock: Clock) -> None:
    """Lets the catalysts of the patch see an interest for a while; the press is the consent.

    Raises InterestIsOver, and NobodyToAsk where no patch looks after the place.
    """
    lock_people(session, [interest.person_id])
    fresh = live_interest(session, interest, clock=clock)
    patch = patch_to_ask(session, fresh.outcode)
    if patch is None:
        raise NobodyToAsk
    fresh.asked_patch_id, fresh.asked_on = patch.id, clock.today()
    fresh.asked_until = min(clock.today() + HAND_LASTS, fresh.ends_on)


def take_back_asking(session: Session, interest: Interest, *, clock: Clock) -> None:
    """Ends that consent at once. Raises InterestIsOver."""
    lock_people(session, [interest.person_id])
    fresh = live_interest(session, interest, clock=clock)
    fresh.asked_patch_id = fresh.asked_on = fresh.asked_until = None


def introduce_two(session: Session, ids: Collection[UUID], *, by: Person, clock: Clock) -> None:
    """A catalyst puts two before each other who both asked for it. Each still says yes first.

    Two who know each other already are left alone, and the catalyst is not told of it.
    Raises PickTwo where these are not two who ask in the catalyst's own patches now;
    IntroducedAlready where a catalyst did so before.
    """
    today = clock.today()
    found = interests_asking(session, ids, by.patch_ids, today=today)
    lock_people(session, [one.person_id for one in found])
    # Read again: either may have taken their asking back a moment ago.
    session.expire_all()
    found = interests_asking(session, ids, by.patch_ids, today=today)
    if len(set(ids)) != 2 or len({one.person_id for one in found}) != 2:
        raise PickTwo
    first, second = found
    if _know_each_other(session, first, second):
        return
    try:
        # In a savepoint: the key says whether a catalyst introduced them before.
        with session.begin_nested():
            introduce(session, first, second, clock=clock, by_catalyst_id=by.id)
    except IntegrityError as taken:
        raise IntroducedAlready from taken
    both = [first.person_id, second.person_id]
    record_each(session, both, by=by, what=Seen.INTRODUCED, clock=clock)


def _know_each_other(session: Session, first: Interest, second: Interest) -> bool:
    one, other = sorted((first.person_id, second.person_id))
    met = select(Introduction.id).where(
        Introduction.one_id == one, Introduction.other_id == other, Introduction.met_on.is_not(None)
    )
    is_shared = session.scalar(select(share_a_group(one, other)))
    return bool(is_shared) or session.scalar(met.limit(1)) is not None
