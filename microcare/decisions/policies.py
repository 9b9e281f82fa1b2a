"""The outcome is computed from the rules and the answers, and by nobody (pooling P21, P22)."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from microcare.decisions.models import Proposal
from microcare.decisions.values import (
    REMIND_BEFORE,
    Answer,
    Given,
    Method,
    Outcome,
    Proof,
    Standing,
)
from microcare.decisions.values.classes import FEWEST_TOLD, Voice, VoiceTally, is_carried, tally


def latest_answers(proposal: Proposal) -> dict[UUID, Given]:
    """What each member says now: their last answer."""
    return {
        row.person_id: Given(
            answer=Answer(row.answer),
            at=row.at,
            reason=row.worry.words if row.worry else "",
            sooner=row.sooner,
            authority_id=row.recorded.authority_id if row.recorded else None,
        )
        for row in proposal.answers
    }


def stands_worry(said: Mapping[UUID, Given]) -> bool:
    """Whether somebody's worry stands: its owner alone can take it back, by another answer."""
    return any(given.answer is Answer.WORRY for given in said.values())


def is_blocked(proposal: Proposal, said: Mapping[UUID, Given]) -> bool:
    """Whether one's word stops it for all: a worry, or where everyone must agree also a bare no."""
    by_all = proposal.method == Method.EVERYONE_AGREES
    return stands_worry(said) or (by_all and any(g.answer is Answer.NO for g in said.values()))


def is_agreed(proposal: Proposal, said: Mapping[UUID, Given]) -> bool:
    """Whether it is agreed as things stand, by the way to decide that it opened with.

    Everyone agrees: everybody's yes. Consent: the yes of each whose money it is, and no worry of
    anybody's. Majority: enough have answered, and more than the threshold of yes and no say yes.
    """
    if proposal.method == Method.MAJORITY:
        return _has_majority(proposal, said)
    needed = proposal.payers if proposal.method == Method.CONSENT else proposal.electors
    return (
        bool(needed)
        and all(
            elector.person_id in said and said[elector.person_id].answer is Answer.YES
            for elector in needed
        )
        and not stands_worry(said)
    )


def tallies_of(proposal: Proposal, said: Mapping[UUID, Given]) -> tuple[VoiceTally, ...]:
    """How each voice said, of a question in a co-operative; nothing of any other."""
    percents = {Voice(one.voice): one.percent for one in proposal.weights}
    whose = {one.person_id: Voice(one.voice) for one in proposal.voices}
    counted = (Answer.YES, Answer.NO)
    return tally(
        percents,
        [(whose[p], g.answer is Answer.YES) for p, g in said.items() if g.answer in counted],
    )


def _has_majority(proposal: Proposal, said: Mapping[UUID, Given]) -> bool:
    if proposal.weights:
        found = tallies_of(proposal, said)
        is_for = is_carried(found, threshold_percent=proposal.threshold_percent)
        return len(said) >= proposal.quorum and is_for
    yes = sum(given.answer is Answer.YES for given in said.values())
    no = sum(given.answer is Answer.NO for given in said.values())
    enough = len(said) >= proposal.quorum
    return enough and yes * 100 > proposal.threshold_percent * (yes + no)


def closes_at(proposal: Proposal) -> datetime:
    """When answers close: the written day and what was asked for since, up to the last day."""
    more = timedelta(seconds=proposal.more_seconds) * len(proposal.asked_for_time)
    return max(proposal.closes_at, min(proposal.closes_at + more, proposal.latest_at))


def commits_at(proposal: Proposal) -> datetime | None:
    """When promises would be made: the last word in the way and time to think; None before.

    Without the time to think when every one of them asked for that. A majority waits for the end,
    or until everybody has answered.
    """
    said = latest_answers(proposal)
    if proposal.method == Method.MAJORITY:
        everybody = len(said) == len(proposal.electors)
        return max(given.at for given in said.values()) if everybody and said else None
    if not is_agreed(proposal, said):
        return None
    needed = proposal.payers if proposal.method == Method.CONSENT else proposal.electors
    once_worried = {row.person_id for row in proposal.answers if row.answer == Answer.WORRY}
    waited_for = {elector.person_id for elector in needed} | once_worried
    last = max(said[person_id].at for person_id in waited_for)
    if all(said[elector.person_id].sooner for elector in needed):
        return last
    return last + timedelta(seconds=proposal.thinking_seconds)


def standing(proposal: Proposal, now: datetime) -> Standing:
    """Where the proposal stands at this instant.

    Agreed before it closed: it is due after the time to think, even past closing. What a majority
    decides is due when it closes, whichever way it went.
    """
    if proposal.outcome is not None:
        return Standing.ENDED
    due = commits_at(proposal)
    if due is None and now >= closes_at(proposal):
        return Standing.DUE if proposal.method == Method.MAJORITY else Standing.EXPIRED
    if due is None:
        return Standing.WAITING
    return Standing.DUE if now >= due else Standing.THINKING


def question_outcome(proposal: Proposal, now: datetime) -> Outcome | None:
    """How a question stands: None while it is open, and whoever looks needs no late job."""
    if proposal.outcome is not None:
        return Outcome(proposal.outcome)
    return result(proposal) if standing(proposal, now) is Standing.DUE else None


def result(proposal: Proposal) -> Outcome:
    """What the answers to a question of a majority come to, once it is due.

    Too few answers are no answer (P25), and so it ran out.
    """
    said = latest_answers(proposal)
    if len(said) < proposal.quorum:
        return Outcome.EXPIRED
    return Outcome.PASSED if is_agreed(proposal, said) else Outcome.REFUSED


def tallies_to_tell(proposal: Proposal, now: datetime) -> tuple[VoiceTally, ...]:
    """How each voice said, once it has ended by answers; nothing where it would tell who (P48).

    Where one or two of a class said yes or no, their number is a name, and the outcome with the
    numbers of the others would tell it too. So then none is told.
    """
    ended = question_outcome(proposal, now) in (Outcome.PASSED, Outcome.REFUSED)
    if not proposal.weights or not ended:
        return ()
    found = tallies_of(proposal, latest_answers(proposal))
    return found if all(one.said == 0 or one.said >= FEWEST_TOLD for one in found) else ()


def may_answer(proposal: Proposal, now: datetime) -> bool:
    """Whether a mind can still be changed: until it ends, runs out, or promises are due (P24)."""
    return standing(proposal, now) in (Standing.WAITING, Standing.THINKING)


def may_look_again(proposal: Proposal, now: datetime, person_id: UUID) -> bool:
    """Whether somebody may answer once more though the time to think is over.

    Whoever's answer a helper gave: it can be what the promises wait for (pooling P30), and until
    they are made it is the person's to change (P31).
    """
    mine = latest_answers(proposal).get(person_id)
    is_due = standing(proposal, now) is Standing.DUE
    return is_due and mine is not None and mine.authority_id is not None


def is_open_to(proposal: Proposal, now: datetime, person_id: UUID) -> bool:
    """Whether an answer of this person is taken now."""
    return may_answer(proposal, now) or may_look_again(proposal, now, person_id)


def may_take_back(proposal: Proposal, person_id: UUID) -> bool:
    """Who may end it before its time: whoever put it, and anybody while somebody stops it.

    Otherwise one member could end a plan that all the others want, without a reason (P22).
    """
    return proposal.opened_by == person_id or is_blocked(proposal, latest_answers(proposal))


def may_ask_for_time(proposal: Proposal, person_id: UUID, now: datetime) -> bool:
    """Whether one of those who decide can have more time: once, and not past the last day."""
    return (
        proposal.more_seconds > 0
        and standing(proposal, now) is Standing.WAITING
        and closes_at(proposal) < proposal.latest_at
        and person_id in {elector.person_id for elector in proposal.electors}
        and person_id not in {asked.person_id for asked in proposal.asked_for_time}
    )


def is_waited_for(proposal: Proposal, person_id: UUID, now: datetime) -> bool:
    """Whether the answer of this person is still to come; of a plan, theirs who would pay."""
    is_money = proposal.total_pence > 0
    asked = proposal.payers if is_money else proposal.electors
    return (
        may_answer(proposal, now)
        and person_id in {elector.person_id for elector in asked}
        and person_id not in latest_answers(proposal)
    )


def is_to_be_reminded(proposal: Proposal, person_id: UUID, now: datetime) -> bool:
    """Whether it is time to remind this person: near the end, and their answer still to come."""
    end = closes_at(proposal)
    return end - REMIND_BEFORE <= now < end and is_waited_for(proposal, person_id, now)


def proof_for(proposal: Proposal, person_id: UUID) -> Proof | None:
    """What one of those who decide needs to work the hash out again; None for anybody else."""
    shares = {elector.person_id: elector.share for elector in proposal.electors}
    mine = shares.get(person_id)
    if mine is None:
        return None
    return Proof(
        hash=proposal.hash,
        document=proposal.document,
        digests=tuple(sorted(share.digest for share in shares.values())),
        my_pence=mine.pence,
        my_salt=mine.salt,
    )
