"""Opening, answering and ending, and what is forgotten when somebody goes."""

import json
import uuid
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from microcare.decisions.models import GivenAnswer, Worry
from microcare.decisions.policies import proof_for
from microcare.decisions.queries import open_proposal_id, personal_data, proposal_by_id
from microcare.decisions.services import end_proposal, erase, give_answer, open_proposal
from microcare.decisions.values import (
    Answer,
    OneAtATime,
    Outcome,
    ProposalHasEnded,
    Rules,
    Share,
    SharesDoNotAddUp,
    version_hash,
)
from microcare.kernel.clock import FixedClock
from tests.factories.decisions import TERMS, make_proposal


def test_shares_that_do_not_add_up_open_nothing(session: Session, clock: FixedClock) -> None:
    with pytest.raises(SharesDoNotAddUp):
        open_proposal(
            session,
            subject_id=uuid.uuid4(),
            terms=TERMS,
            shares={uuid.uuid4(): 99},
            total_pence=100,
            opened_by=uuid.uuid4(),
            rules=Rules(closes_at=clock.now() + timedelta(days=1)),
            clock=clock,
        )


def test_a_subject_decides_one_thing_at_a_time(session: Session, clock: FixedClock) -> None:
    first = make_proposal(session, clock)
    people = {elector.person_id: elector.pence for elector in first.electors}
    with pytest.raises(OneAtATime):
        open_proposal(
            session,
            subject_id=first.subject_id,
            terms=TERMS,
            shares=people,
            total_pence=first.total_pence,
            opened_by=first.opened_by,
            rules=Rules(closes_at=clock.now() + timedelta(days=1)),
            clock=clock,
        )
    assert open_proposal_id(session, first.subject_id) == first.id
    end_proposal(session, first, outcome=Outcome.WITHDRAWN, clock=clock)
    assert open_proposal_id(session, first.subject_id) is None
    with pytest.raises(ProposalHasEnded):
        end_proposal(session, first, outcome=Outcome.EXPIRED, clock=clock)


def test_a_changed_mind_keeps_what_was_said_before(session: Session, clock: FixedClock) -> None:
    proposal = make_proposal(session, clock)
    me = proposal.opened_by
    for answer in (Answer.YES, Answer.ASIDE, Answer.YES):
        give_answer(session, proposal.id, person_id=me, answer=answer, clock=clock)
    rows = select(GivenAnswer.answer).where(GivenAnswer.proposal_id == proposal.id)
    assert list(session.scalars(rows.order_by(GivenAnswer.number))) == ["yes", "aside", "yes"]


def test_a_member_can_prove_what_they_agreed_to(session: Session, clock: FixedClock) -> None:
    proposal = make_proposal(session, clock)
    me, other = (elector.person_id for elector in proposal.electors[:2])
    proof = proof_for(proposal, me)
    assert proof is not None
    mine = Share(me, proof.my_pence, proof.my_salt).digest
    assert mine in proof.digests
    assert version_hash(proof.document, proof.digests) == proposal.hash
    assert json.loads(proof.document)["rules"]["method"] == "consent"
    their = next(e for e in proposal.electors if e.person_id == other)
    assert their.salt not in repr(proof)
    assert proof_for(proposal, uuid.uuid4()) is None


def test_the_words_of_a_worry_can_be_forgotten(session: Session, clock: FixedClock) -> None:
    proposal = make_proposal(session, clock)
    me = proposal.opened_by
    words = "The hall has no ramp"
    give_answer(session, proposal.id, person_id=me, answer=Answer.WORRY, reason=words, clock=clock)
    [section] = personal_data(session, me)
    assert words in str(section.entries)
    erase(session, me, clock)
    session.expire_all()
    assert session.scalar(select(Worry)) is None
    found = proposal_by_id(session, proposal.id)
    assert found is not None
    assert [answer.answer for answer in found.answers] == ["worry"]
