"""A member's answer that a helper passed on: who may, and what becomes of it when they cannot.

The authority is asked twice, each time in the transaction that counts: when the answer is taken,
and when promises are made of it. A yes whose authority has ended by then makes no promise. It
waits, and says nothing more than that, until the person or somebody who still may has looked (P30).
"""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy.orm import Session

from microcare.commissioning.models import Agreement, ReviewAsked
from microcare.commissioning.queries import agreement_of
from microcare.commissioning.queries.ties import is_tied
from microcare.commissioning.queries.witnessing import yes_of_answer
from microcare.commissioning.services.counting import still_counts
from microcare.commissioning.values import HelperIsPaid
from microcare.decisions.models import GivenAnswer, Proposal
from microcare.decisions.queries import open_proposals, proposal_by_id
from microcare.decisions.values import Answer
from microcare.kernel.clock import Clock
from microcare.outbox.services import queue
from microcare.people.policies import may_act_for
from microcare.people.queries import supporters_of
from microcare.people.services import authorise, pass_on, still_reaches
from microcare.people.values import Act, Spoken


def check_helper(
    session: Session,
    agreement: Agreement,
    spoken: Spoken,
    *,
    answer: Answer,
    person_id: UUID,
    clock: Clock,
) -> None:
    """Lets a helper pass on this answer, and authorise the share where it is a yes.

    The person is told by letter. Raises HelperIsPaid, AuthorityIsOver, OnlySpeaks, BeyondAuthority.
    """
    if is_tied(session, agreement.offer.request.listing_id, spoken.helper_id):
        raise HelperIsPaid
    pass_on(session, spoken, is_worry=answer is Answer.WORRY, clock=clock)
    if answer is Answer.YES:
        authorise(session, spoken, pence=_share(agreement, person_id), clock=clock)
    payload = {"authority_id": spoken.authority_id, "group_id": agreement.group_id}
    queue(session, kind="commissioning.answered_for", payload=payload, clock=clock)


def _share(agreement: Agreement, person_id: UUID) -> int:
    """One person's pence of the whole plan."""
    shares = (share for one in agreement.sessions for share in one.shares)
    return sum(share.pence for share in shares if share.person_id == person_id)


def unlooked_at(session: Session, proposal: Proposal, *, clock: Clock) -> list[GivenAnswer]:
    """Each yes that a helper gave and could not give any more: what waits to be looked at."""
    agreement = agreement_of(session, proposal.id)
    listing_id = agreement.offer.request.listing_id if agreement else None
    shares = {elector.person_id: elector.pence for elector in proposal.electors}
    last = {row.person_id: row for row in proposal.answers}
    return [
        row
        for row in last.values()
        if row.recorded is not None
        and row.answer == Answer.YES
        and not (
            _may_still(session, row, pence=shares[row.person_id], clock=clock)
            and not _is_paid(session, row, listing_id)
        )
    ]


def _may_still(session: Session, row: GivenAnswer, *, pence: int, clock: Clock) -> bool:
    """Whether a yes that was passed on could be given now: by its witnesses, or its authority."""
    yes = yes_of_answer(session, row.id)
    if yes is not None:
        return still_counts(session, yes, clock=clock)
    authority_id = row.recorded.authority_id if row.recorded else None
    if authority_id is None:
        return True
    return still_reaches(session, authority_id, pence=pence, clock=clock)


def _is_paid(session: Session, row: GivenAnswer, listing_id: UUID | None) -> bool:
    """Whether whoever passed it on has come to be paid by the plan (P26)."""
    if row.recorded is None or listing_id is None:
        return False
    return is_tied(session, listing_id, row.recorded.recorded_by)


def ask_to_look(
    session: Session, proposal: Proposal, rows: Iterable[GivenAnswer], *, clock: Clock
) -> None:
    """Asks the person, and whoever else may act with their money, to look; once for each answer."""
    for row in rows:
        if session.get(ReviewAsked, row.id) is not None:
            continue
        session.add(ReviewAsked(answer_id=row.id, asked_at=clock.now()))
        payload = {"person_id": row.person_id, "group_id": proposal.subject_id}
        queue(session, kind="commissioning.look_again", payload=payload, clock=clock)
        for one in supporters_of(session, row.person_id):
            # Whoever gave it and may not any more is no help in it.
            is_other = row.recorded is None or one.id != row.recorded.authority_id
            if is_other and may_act_for(one.supporter, one, act=Act.MONEY, on=clock.today()):
                more = payload | {"authority_id": one.id}
                queue(session, kind="commissioning.look_again", payload=more, clock=clock)


def ask_reviews(session: Session, *, clock: Clock) -> None:
    """Asks for a look at every open yes whose authority has ended: late, twice or never is safe."""
    for proposal_id in open_proposals(session):
        proposal = proposal_by_id(session, proposal_id)
        if proposal is not None:
            waiting = unlooked_at(session, proposal, clock=clock)
            ask_to_look(session, proposal, waiting, clock=clock)
