"""The outcome is computed from the answers, and by nobody (pooling P22)."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from microcare.decisions.models import Proposal
from microcare.decisions.values import Answer, Given, Standing


def latest_answers(proposal: Proposal) -> dict[UUID, Given]:
    """What each member says now: their last answer."""
    return {
        row.person_id: Given(
            answer=Answer(row.answer), at=row.at, reason=row.reason, sooner=row.sooner
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
