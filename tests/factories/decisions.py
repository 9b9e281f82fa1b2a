"""Proposals among people who are nothing but ids, because deciding knows no more of them."""

import uuid
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from microcare.decisions.models import Elector, GivenAnswer, Proposal
from microcare.decisions.services import open_proposal
from microcare.decisions.values import THINKING, Answer, Rules
from microcare.kernel.clock import Clock

TERMS: dict[str, Any] = {"what": "twelve suppers", "ceiling_pence": 64_800}


def make_proposal(
    session: Session, clock: Clock, *, people: int = 3, closes_in: timedelta = timedelta(days=10)
) -> Proposal:
    """An open proposal of three people, £216.00 each."""
    ids = [uuid.uuid4() for _ in range(people)]
    proposal = open_proposal(
        session,
        subject_id=uuid.uuid4(),
        terms=TERMS,
        shares=dict.fromkeys(ids, 21_600),
        total_pence=21_600 * people,
        opened_by=ids[0],
        rules=Rules(closes_at=clock.now() + closes_in),
        clock=clock,
    )
    session.flush()
    return proposal


def sketch(
    people: list[uuid.UUID],
    answers: list[tuple[int, Answer, datetime, bool]],
    *,
    closes_at: datetime,
) -> Proposal:
    """A proposal in memory alone, with answers as (who, what, when, without time to think)."""
    return Proposal(
        closes_at=closes_at,
        thinking_seconds=int(THINKING.total_seconds()),
        electors=[Elector(person_id=person, pence=1, salt="") for person in people],
        answers=[
            GivenAnswer(number=n, person_id=people[who], answer=what.value, at=at, sooner=sooner)
            for n, (who, what, at, sooner) in enumerate(answers, 1)
        ],
    )
