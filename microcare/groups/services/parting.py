"""Asking a member to leave: reasons, a week to reply, then the others decide (pooling P39).

What it means for money is settled above, in `spending`: they leave as anybody leaves.
"""

from collections.abc import Collection
from datetime import datetime, time, timedelta
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from microcare.decisions.services import give_answer, open_proposal
from microcare.decisions.values import Answer, Method, Rules
from microcare.groups.models import Group, Parting
from microcare.groups.queries import locked_group
from microcare.groups.queries.parting import last_asked, open_parting, parting_by_id
from microcare.groups.services.news import tell
from microcare.groups.values import GroupIsEnding
from microcare.groups.values.parting import (
    ASKED_AGAIN_AFTER,
    DECIDE_WITHIN,
    FEWEST_TO_PART,
    MORE_THAN_PERCENT,
    PARTING_WORDS_KEPT,
    REPLY_WITHIN,
    AskedNotLongAgo,
    NotYetTime,
    PartingEnd,
    PartingIsOver,
    PartingOpenAlready,
    PickAMember,
    ReplyTooLate,
    TooFewToPart,
)
from microcare.kernel.clock import LONDON, Clock
from microcare.kernel.ids import new_id


def ask_to_leave(
    session: Session,
    group: Group,
    *,
    about: UUID | None,
    reason: str,
    person_id: UUID,
    clock: Clock,
) -> Parting:
    """Asks that somebody leaves, with the reason; everybody is told, the person first of all.

    Raises PickAMember, TooFewToPart, PartingOpenAlready, AskedNotLongAgo, GroupIsEnding.
    """
    locked = locked_group(session, group.id) or group
    if locked.closed_at is not None:
        raise GroupIsEnding
    if len(locked.members) < FEWEST_TO_PART:
        raise TooFewToPart
    if about is None or about == person_id or about not in locked.member_ids:
        raise PickAMember
    if open_parting(session, locked.id) is not None:
        raise PartingOpenAlready
    before = last_asked(session, locked.id, about)
    if before is not None and clock.now() < before + ASKED_AGAIN_AFTER:
        again = (before + ASKED_AGAIN_AFTER).astimezone(LONDON).date()
        raise AskedNotLongAgo(day=f"{again.day} {again:%B}")
    parting = Parting(
        id=new_id(),
        group_id=locked.id,
        person_id=about,
        asked_by=person_id,
        asked_at=clock.now(),
        reason=reason,
        reply_by=_end_of(clock, REPLY_WITHIN),
        reply="",
    )
    session.add(parting)
    session.flush()  # there is one at a time, and the next is looked for
    tell_about(session, parting, set(locked.member_ids) - {person_id}, clock=clock)
    return parting


def reply_to(session: Session, parting: Parting, *, words: str, clock: Clock) -> None:
    """Keeps what the person replies; then the others decide at once.

    Raises PartingIsOver, ReplyTooLate.
    """
    group = locked_group(session, parting.group_id)
    fresh = parting_by_id(session, parting.id)
    if group is None or fresh is None or fresh.outcome is not None:
        raise PartingIsOver
    if fresh.proposal_id is not None or fresh.replied_at is not None:
        raise ReplyTooLate
    fresh.reply, fresh.replied_at = words, clock.now()
    session.flush()  # the database asks for a reply before the others decide
    begin_deciding(session, group, fresh, clock=clock)


def begin_deciding(session: Session, group: Group, parting: Parting, *, clock: Clock) -> bool:
    """Lets the others decide once the person has replied or had the time; answers whether."""
    may = parting.replied_at is not None or clock.now() >= parting.reply_by
    if parting.proposal_id is not None or not may:
        return False
    others = set(group.member_ids) - {parting.person_id}
    proposal = open_proposal(
        session,
        subject_id=parting.id,
        terms={"parting": str(parting.id)},
        shares=dict.fromkeys(others, 0),
        total_pence=0,
        opened_by=parting.asked_by,
        rules=Rules(
            closes_at=_end_of(clock, DECIDE_WITHIN),
            thinking=timedelta(0),
            method=Method.MAJORITY,
            quorum=len(others) // 2 + 1,
            threshold_percent=MORE_THAN_PERCENT,
        ),
        clock=clock,
    )
    session.flush()
    parting.proposal_id = proposal.id
    session.flush()  # its answers are given next
    tell_about(session, parting, others, clock=clock)
    return True


def answer_parting(
    session: Session, parting: Parting, *, person_id: UUID, answer: Answer, clock: Clock
) -> None:
    """One of the others says whether the person should leave.

    Raises PartingIsOver, NotYetTime and what decisions.give_answer raises.
    """
    if parting.outcome is not None:
        raise PartingIsOver
    if parting.proposal_id is None:
        raise NotYetTime
    give_answer(session, parting.proposal_id, person_id=person_id, answer=answer, clock=clock)


def end_parting(
    session: Session, parting: Parting, end: PartingEnd, *, clock: Clock, people: Collection[UUID]
) -> None:
    """Ends it, once, and tells these people and whom it was about."""
    parting.outcome, parting.ended_at = end.value, clock.now()
    session.flush()
    tell_about(session, parting, {*people, parting.person_id}, clock=clock)


def tell_about(
    session: Session, parting: Parting, people: Collection[UUID], *, clock: Clock
) -> None:
    """A letter to each, the person's own with the address that stays theirs."""
    mine = f"/my/asked-to-leave/{parting.id}"
    tell(session, {parting.person_id} & set(people), path=mine, clock=clock)
    path = f"/groups/{parting.group_id}/asked-to-leave/{parting.id}"
    tell(session, set(people) - {parting.person_id}, path=path, clock=clock)


def forget_parting_words(session: Session, *, clock: Clock) -> int:
    """Forgets the words of what ended long ago; answers of how many."""
    old = Parting.ended_at < clock.now() - PARTING_WORDS_KEPT
    some = (Parting.reason != "") | (Parting.reply != "")
    gone = session.execute(update(Parting).where(old, some).values(reason="", reply=""))
    return int(getattr(gone, "rowcount", 0))


def forget_partings_of(session: Session, person_id: UUID) -> None:
    """Forgets the words by and about somebody whose account goes."""
    about = update(Parting).where(Parting.person_id == person_id)
    session.execute(about.values(reason="", reply=""))
    session.execute(update(Parting).where(Parting.asked_by == person_id).values(reason=""))


def _end_of(clock: Clock, after: timedelta) -> datetime:
    day = clock.today() + after + timedelta(days=1)
    return datetime.combine(day, time(), tzinfo=LONDON)
