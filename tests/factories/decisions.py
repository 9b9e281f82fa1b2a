"""Proposals among people who are nothing but ids, because deciding knows no more of them."""

import uuid
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from microcare.decisions.models import Elector, GivenAnswer, Proposal
from microcare.decisions.services import open_proposal
from microcare.decisions.values import THINKING, Answer, Method, Rules
from microcare.kernel.clock import Clock

TERMS: dict[str, Any] = {"what": "twelve suppers", "ceiling_pence": 64_800}


def make_proposal(
    session: Session,
    clock: Clock,
    *,
    people: int = 3,
    aside: int = 0,
    closes_in: timedelta = timedelta(days=10),
    **rules: Any,
) -> Proposal:
    """An open proposal of three people, £216.00 each, and of some who put in nothing."""
    paying = [uuid.uuid4() for _ in range(people)]
    shares = dict.fromkeys(paying, 21_600) | {uuid.uuid4(): 0 for _ in range(aside)}
    if rules.get("method") is Method.MAJORITY:
        shares = dict.fromkeys(shares, 0)
    proposal = open_proposal(
        session,
        subject_id=uuid.uuid4(),
        terms=TERMS,
        shares=shares,
        total_pence=sum(shares.values()),
        opened_by=paying[0],
        rules=Rules(closes_at=clock.now() + closes_in, **rules),
        clock=clock,
    )
    session.flush()
    return proposal


def sketch(
    people: list[uuid.UUID],
    answers: list[tuple[int, Answer, datetime, bool]],
    *,
    closes_at: datetime,
    method: Method = Method.CONSENT,
    paying: int | None = None,
    **rules: Any,
) -> Proposal:
    """A proposal in memory alone, with answers as (who, what, when, without time to think).

    The first `paying` of the people put in a penny each, all of them unless told.
    """
    pays = 0 if method is Method.MAJORITY else len(people) if paying is None else paying
    facts = {
        "quorum": pays,
        "threshold_percent": 100,
        "more_seconds": 0,
        "latest_at": closes_at,
        "thinking_seconds": int(THINKING.total_seconds()),
    }
    return Proposal(
        **(facts | rules),
        method=method.value,
        closes_at=closes_at,
        total_pence=pays,
        electors=[
            Elector(person_id=person, pence=int(n < pays), salt="")
            for n, person in enumerate(people)
        ],
        answers=[
            GivenAnswer(number=n, person_id=people[who], answer=what.value, at=at, sooner=sooner)
            for n, (who, what, at, sooner) in enumerate(answers, 1)
        ],
        asked_for_time=[],
    )
