"""What becomes of a yes before witnesses: each one's word, the person told, taken back (P31a)."""

from dataclasses import replace
from datetime import date, datetime, time
from uuid import UUID

from sqlalchemy.orm import Session

from microcare.commissioning.models import Agreement, WitnessedYes, YesWitness
from microcare.commissioning.queries import agreement_of
from microcare.commissioning.queries.witnessing import AskedWitness, standing_yes, yes_by_id
from microcare.commissioning.services.counting import (
    come_to_nothing,
    end_yes,
    gains_by,
    note_told,
)
from microcare.commissioning.services.settling import settle
from microcare.commissioning.values import (
    Ended,
    NotWaiting,
    NotYoursToWitness,
    Told,
    ToldWhen,
)
from microcare.decisions.queries import locked_proposal, proposal_by_id
from microcare.groups.queries import locked_group
from microcare.kernel.clock import LONDON, Clock
from microcare.outbox.services import queue
from microcare.people.models import Person
from microcare.people.policies import is_live_link
from microcare.people.services import note_deed, record_access, use_link
from microcare.people.values import How, LinkTooOld, Spoken
from microcare.people.values.seen import Seen


def say_witnessed(
    session: Session, asked: AskedWitness, *, is_true: bool, by: Person | None, clock: Clock
) -> None:
    """A witness says whether it is what happened; a yes of theirs can become a no until promises.

    `by` is whoever is signed in, which nobody need be. Raises LinkTooOld, NotWaiting,
    NotYoursToWitness.
    """
    if not is_live_link(asked.link, clock.now()):
        raise LinkTooOld
    proposal_id = asked.yes.proposal_id
    proposal = proposal_by_id(session, proposal_id)
    agreement = agreement_of(session, proposal_id)
    if proposal is None or agreement is None:
        raise NotWaiting
    # The order of all: the group, the plan, then what hangs on it. So two who press at the same
    # moment come one by one, and whoever is second finds what the first said.
    locked_group(session, proposal.subject_id)
    settled = settle(session, proposal_id, clock=clock) is not None
    locked_proposal(session, proposal_id)
    yes = yes_by_id(session, asked.yes.id)
    if yes is None or yes.ended_at is not None or settled or proposal.outcome is not None:
        raise NotWaiting
    mine = next(one for one in yes.witnesses if one.id == asked.witness.id)
    if is_true:
        _check_witness(session, agreement, yes, mine, by=by)
    _say(session, yes, mine, is_true=is_true, by=by, clock=clock)
    if not is_true:
        use_link(session, asked.link, clock=clock)
        come_to_nothing(session, yes, Ended.WITNESS, clock=clock)
    session.flush()
    settle(session, proposal_id, clock=clock)


def _check_witness(
    session: Session,
    agreement: Agreement,
    yes: WitnessedYes,
    mine: YesWitness,
    *,
    by: Person | None,
) -> None:
    others = {one.person_id for one in yes.witnesses if one is not mine}
    known = {mine.person_id, by.id if by else None} - {None}
    for account_id in known:
        is_theirs = account_id in {yes.person_id, yes.recorded_by} or account_id in others
        if account_id is not None and (is_theirs or gains_by(session, agreement, account_id)):
            raise NotYoursToWitness


def _say(
    session: Session,
    yes: WitnessedYes,
    mine: YesWitness,
    *,
    is_true: bool,
    by: Person | None,
    clock: Clock,
) -> None:
    said = "yes" if is_true else "no"
    if mine.said == said:
        return
    mine.said, mine.said_at, mine.email = said, clock.now(), None
    if mine.person_id is None and by is not None:
        mine.person_id = by.id
    what = Seen.WITNESS_YES if is_true else Seen.WITNESS_NO
    record_access(session, yes.person_id, by=by, what=what, clock=clock)


def tell_person(
    session: Session,
    agreement: Agreement,
    *,
    person_id: UUID,
    spoken: Spoken,
    told: Told,
    told_on: date,
    clock: Clock,
) -> None:
    """Keeps that the person was rung, or given the letter on paper, and what they said to it.

    The first telling counts, that by e-mail among them. Raises NotWaiting, ToldWhen.
    """
    yes = _waiting(session, agreement, person_id, clock=clock)
    written_on = yes.recorded_at.astimezone(LONDON).date()
    if not written_on <= told_on <= clock.today():
        raise ToldWhen
    how = How.TELEPHONE if told is Told.CALL else How.LETTER
    spoken = replace(spoken, how=how)
    note_deed(session, spoken, what="commissioning.tell_witnessed", clock=clock)
    begins = datetime.combine(told_on, time(), tzinfo=LONDON)
    note_told(yes, told, max(yes.recorded_at, begins))
    session.flush()


def take_back(
    session: Session,
    agreement: Agreement,
    *,
    person_id: UUID,
    clock: Clock,
    spoken: Spoken | None = None,
) -> None:
    """Ends a yes before witnesses that does not count yet; whoever did not do it is written to.

    `spoken` where whoever helps does it. Raises NotWaiting.
    """
    yes = _waiting(session, agreement, person_id, clock=clock)
    end_yes(yes, Ended.TAKEN_BACK, clock=clock)
    payload = {"yes_id": yes.id, "to_helper": spoken is None}
    queue(session, kind="commissioning.not_witnessed", payload=payload, clock=clock)
    session.flush()


def _waiting(
    session: Session, agreement: Agreement, person_id: UUID, *, clock: Clock
) -> WitnessedYes:
    locked_group(session, agreement.group_id)
    settle(session, agreement.proposal_id, clock=clock)
    proposal = locked_proposal(session, agreement.proposal_id)
    yes = standing_yes(session, agreement.proposal_id, person_id)
    is_over = proposal is None or proposal.outcome is not None
    if is_over or yes is None or yes.answer_id is not None:
        raise NotWaiting
    return yes
