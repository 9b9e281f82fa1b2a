"""Opens proposals, takes answers, and ends each once."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from microcare.decisions.models import (
    AskedForTime,
    Elector,
    GivenAnswer,
    Proposal,
    Question,
    RecordedAnswer,
    Reminded,
    ReminderChoice,
    Worry,
)
from microcare.decisions.policies import (
    closes_at,
    is_open_to,
    is_to_be_reminded,
    may_ask_for_time,
)
from microcare.decisions.queries import locked_proposal, reminded_of, reminder_format
from microcare.decisions.values import (
    ANSWERS_TO,
    Answer,
    Method,
    MoneyByMajority,
    NoMoreTime,
    NotAnAnswerHere,
    NotInElectorate,
    OneAtATime,
    Outcome,
    ProposalHasEnded,
    ReminderFormat,
    Rules,
    Share,
    SharesDoNotAddUp,
    WorryNeedsReason,
    canonical,
    new_salt,
    version_hash,
)
from microcare.kernel.clock import Clock
from microcare.kernel.ids import new_id
from microcare.outbox.services import queue
from microcare.people.queries import live_helpers
from microcare.people.values import How, Spoken


def open_proposal(
    session: Session,
    *,
    subject_id: UUID,
    terms: Mapping[str, Any],
    shares: Mapping[UUID, int],
    total_pence: int,
    opened_by: UUID,
    rules: Rules,
    clock: Clock,
) -> Proposal:
    """Opens one immutable version for those in `shares` (pence each) to answer by `rules`.

    Whoever has a share of 0 decides whether, and puts in nothing. Raises SharesDoNotAddUp,
    MoneyByMajority, OneAtATime.
    """
    if not shares or sum(shares.values()) != total_pence:
        raise SharesDoNotAddUp
    if rules.method is Method.MAJORITY and total_pence:
        raise MoneyByMajority
    parts = [Share(person_id=p, pence=pence, salt=new_salt()) for p, pence in shares.items()]
    proposal = _sealed(terms, parts, rules=rules)
    proposal.subject_id, proposal.total_pence = subject_id, total_pence
    proposal.opened_by, proposal.opened_at = opened_by, clock.now()
    try:
        with session.begin_nested():
            session.add(proposal)
    except IntegrityError:
        raise OneAtATime from None
    return proposal


def _sealed(terms: Mapping[str, Any], parts: list[Share], *, rules: Rules) -> Proposal:
    """The version with its rules beside it and in it, and the hash over all of it."""
    quorum = _quorum(parts, rules)
    document = canonical({"terms": terms, "rules": rules.as_terms(len(parts), quorum)})
    return Proposal(
        id=new_id(),
        document=document,
        hash=version_hash(document, [share.digest for share in parts]),
        people=len(parts),
        method=rules.method.value,
        closes_at=rules.closes_at,
        latest_at=rules.latest_at or rules.closes_at,
        more_seconds=int(rules.more_time.total_seconds()),
        thinking_seconds=int(rules.thinking.total_seconds()),
        quorum=quorum,
        threshold_percent=rules.threshold_percent,
        electors=[Elector(person_id=s.person_id, pence=s.pence, salt=s.salt) for s in parts],
    )


def _quorum(parts: list[Share], rules: Rules) -> int:
    """How many must answer: everybody whose money it is, unless the rules say a number (P22)."""
    if rules.quorum is not None:
        return rules.quorum
    if rules.method is Method.CONSENT:
        return sum(share.pence > 0 for share in parts)
    return len(parts)


def give_answer(
    session: Session,
    proposal_id: UUID,
    *,
    person_id: UUID,
    answer: Answer,
    clock: Clock,
    reason: str = "",
    sooner: bool = False,
    spoken: Spoken | None = None,
) -> None:
    """Takes one member's answer, which they may change until promises are made.

    `spoken` where somebody else writes it down for them; it is the member's own answer all the
    same (P31). Raises NotInElectorate, ProposalHasEnded, NotAnAnswerHere, WorryNeedsReason.
    """
    proposal = locked_proposal(session, proposal_id)
    if proposal is None or not is_open_to(proposal, clock.now(), person_id):
        raise ProposalHasEnded
    if person_id not in {elector.person_id for elector in proposal.electors}:
        raise NotInElectorate
    if answer not in ANSWERS_TO[Method(proposal.method)]:
        raise NotAnAnswerHere
    if answer is Answer.WORRY and not reason.strip():
        raise WorryNeedsReason
    given = GivenAnswer(
        number=len(proposal.answers) + 1,
        person_id=person_id,
        answer=answer.value,
        sooner=sooner and answer is Answer.YES,
        at=clock.now(),
    )
    if answer is Answer.WORRY:
        given.worry = Worry(words=reason.strip())
    given.recorded = _recorded(spoken) if spoken else None
    proposal.answers.append(given)
    # Whoever reads the answers next in this transaction must find this one.
    session.flush()


def _recorded(spoken: Spoken) -> RecordedAnswer:
    return RecordedAnswer(
        authority_id=spoken.authority_id,
        recorded_by=spoken.helper_id,
        how=(spoken.how or How.IN_PERSON).value,
    )


def ask_for_time(session: Session, proposal_id: UUID, *, person_id: UUID, clock: Clock) -> None:
    """Gives everybody more time, as the rules of this proposal say. Raises NoMoreTime."""
    proposal = locked_proposal(session, proposal_id)
    if proposal is None or not may_ask_for_time(proposal, person_id, clock.now()):
        raise NoMoreTime
    proposal.asked_for_time.append(AskedForTime(person_id=person_id, at=clock.now()))
    # Whoever asks next is told what this one came to.
    session.flush()


def end_proposal(session: Session, proposal: Proposal, *, outcome: Outcome, clock: Clock) -> None:
    """Ends an open proposal, once. Raises ProposalHasEnded."""
    if proposal.outcome is not None:
        raise ProposalHasEnded
    proposal.outcome = outcome.value
    proposal.ended_at = clock.now()
    # The next proposal of this subject may open in the same transaction.
    session.flush()


def choose_reminders(session: Session, person_id: UUID, choice: ReminderFormat) -> None:
    """Keeps how a person wants to be reminded."""
    session.merge(ReminderChoice(person_id=person_id, format=choice.value))


def remind(
    session: Session, proposal_id: UUID, *, path: str, among: Collection[UUID], clock: Clock
) -> int:
    """Owes a letter to each whose answer is still to come near the end; answers to how many.

    Once for one closing time, however often it is asked. `path` is where they answer, `among` are
    those who can. The letter goes the way that each chose; with nobody to help, to themselves.
    """
    proposal = locked_proposal(session, proposal_id)
    if proposal is None or proposal.outcome is not None:
        return 0
    closing, now = closes_at(proposal), clock.now()
    told = reminded_of(session, proposal, closing)
    late = [
        elector.person_id
        for elector in proposal.electors
        if elector.person_id in set(among) - told
        and is_to_be_reminded(proposal, elector.person_id, now)
    ]
    for person_id in late:
        row = Reminded(proposal_id=proposal.id, person_id=person_id, closes_at=closing, at=now)
        session.add(row)
        about = {"person_id": person_id, "proposal_id": proposal.id, "path": path}
        _owe_reminder(session, person_id, about, clock=clock)
    return len(late)


def _owe_reminder(
    session: Session, person_id: UUID, about: dict[str, Any], *, clock: Clock
) -> None:
    choice = reminder_format(session, person_id)
    through = choice is ReminderFormat.SUPPORTER
    helping = live_helpers(session, person_id, on=clock.today()) if through else []
    for authority in helping:
        payload = about | {"authority_id": authority.id}
        queue(session, kind="decisions.reminder_through", payload=payload, clock=clock)
    if not helping:
        payload = about | {"format": choice.value}
        queue(session, kind="decisions.reminder", payload=payload, clock=clock)


def erase(session: Session, person_id: UUID, clock: Clock) -> None:
    """Forgets the words of a person's worries and questions. That they answered stays, unnamed."""
    mine = select(GivenAnswer.id).where(GivenAnswer.person_id == person_id)
    session.execute(delete(Worry).where(Worry.answer_id.in_(mine)))
    asked = select(Proposal.id).where(Proposal.opened_by == person_id)
    session.execute(update(Question).where(Question.proposal_id.in_(asked)).values(words=""))
    session.execute(delete(Reminded).where(Reminded.person_id == person_id))
    session.execute(delete(ReminderChoice).where(ReminderChoice.person_id == person_id))
