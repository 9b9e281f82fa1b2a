"""The outcome is computed from the answers, and by nobody (pooling P22)."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from microcare.decisions.models import Proposal
from microcare.decisions.values import Answer, Given, Proof, Standing


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


def everyone_agrees(proposal: Proposal, said: Mapping[UUID, Given]) -> bool:
    """Whether everybody whose money it is says yes now."""
    return all(
        elector.person_id in said and said[elector.person_id].answer is Answer.YES
        for elector in proposal.electors
    )


def commits_at(proposal: Proposal) -> datetime | None:
    """When promises would be made: the last yes and time to think; None until everyone agrees.

    Without the time to think when every one of them asked for that.
    """
    said = latest_answers(proposal)
    if not everyone_agrees(proposal, said):
        return None
    last = max(said[elector.person_id].at for elector in proposal.electors)
    if all(said[elector.person_id].sooner for elector in proposal.electors):
        return last
    return last + timedelta(seconds=proposal.thinking_seconds)


def standing(proposal: Proposal, now: datetime) -> Standing:
    """Where the proposal stands at this instant.

    Everyone agreed before it closed: it is due after the time to think, even past closing.
    """
    if proposal.outcome is not None:
        return Standing.ENDED
    due = commits_at(proposal)
    if due is None:
        return Standing.EXPIRED if now >= proposal.closes_at else Standing.WAITING
    return Standing.DUE if now >= due else Standing.THINKING


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
