"""When a yes before two witnesses becomes the person's answer, and when it comes to nothing (P31a).

It is computed from what the witnesses said, when the person was told and the working days since.
The answer is dated by the moment from which it counts. So this may run late, twice or never: a yes
that counted before the plan closed is in time, and one that did not is not.
"""

from datetime import date, datetime, time
from uuid import UUID

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from microcare.budgets.queries import agreement_about
from microcare.budgets.values import About
from microcare.commissioning.models import Agreement, WitnessedYes, YesWitness
from microcare.commissioning.policies import counts, counts_from
from microcare.commissioning.queries import agreement_of
from microcare.commissioning.queries.ties import is_tied
from microcare.commissioning.queries.witnessing import standing_yes, waiting_in
from microcare.commissioning.values import WITNESSED_WORKING_DAYS, Ended, Told
from microcare.decisions.models import Proposal
from microcare.decisions.queries import locked_proposal
from microcare.decisions.services import give_answer
from microcare.decisions.values import Answer, ProposalHasEnded
from microcare.groups.queries import group_by_id
from microcare.kernel.clock import LONDON, Clock, FixedClock
from microcare.kernel.workdays import day_after_working_days
from microcare.outbox.services import queue, sent_at
from microcare.people.models import Person
from microcare.people.services import still_speaks
from microcare.people.values import How, Spoken


def count_witnessed(session: Session, proposal_id: UUID, *, clock: Clock) -> None:
    """Makes an answer of each yes before witnesses that counts by now, and ends what cannot.

    The caller has locked the group. Whoever wrote it down must still be allowed to (P30).
    """
    for yes in waiting_in(session, proposal_id):
        if locked_proposal(session, proposal_id) is None:
            return
        _note_letter(session, yes)
        fallen = _fallen(session, yes, clock=clock)
        if fallen is not None:
            come_to_nothing(session, yes, fallen, clock=clock)
            continue
        since = counts_from(yes)
        if since is not None and since <= clock.now():
            _answer(session, yes, since)


def still_counts(session: Session, yes: WitnessedYes, *, clock: Clock) -> bool:
    """Whether an answer said before witnesses still counts: asked when promises are made of it."""
    return counts(yes, clock.now()) and _fallen(session, yes, clock=clock) is None


def _fallen(session: Session, yes: WitnessedYes, *, clock: Clock) -> Ended | None:
    """Why it cannot stand: whoever wrote it down may no longer, or a witness has come to gain.

    Whoever is paid by the plan may write down no yes to it, also where they came to be (P26).
    """
    agreement = agreement_of(session, yes.proposal_id)
    if agreement is None or not still_speaks(session, spoken_of(yes), clock=clock):
        return Ended.AUTHORITY
    if is_tied(session, agreement.offer.request.listing_id, yes.recorded_by):
        return Ended.AUTHORITY
    known = [one.person_id for one in yes.witnesses if one.person_id is not None]
    if any(gains_by(session, agreement, one) for one in known):
        return Ended.WITNESS
    return None


def gains_by(session: Session, agreement: Agreement, account_id: UUID) -> bool:
    """Whether somebody gains by a plan: paid by it, close to who is paid, or sharing its price."""
    listing_id = agreement.offer.request.listing_id
    group = group_by_id(session, agreement.group_id)
    members = set(group.member_ids) if group is not None else set()
    if is_tied(session, listing_id, account_id) or account_id in members | agreement.people:
        return True
    return agreement_about(session, account_id, About.CLOSE, listing_id=listing_id) is not None


def spoken_of(yes: WitnessedYes) -> Spoken:
    """By which authority it was written down, by whom, and how it was said."""
    return Spoken(yes.authority_id, yes.recorded_by, How(yes.how))


def _answer(session: Session, yes: WitnessedYes, since: datetime) -> None:
    # The guard in the database reads the rows that it stands on.
    session.flush()
    try:
        give_answer(
            session,
            yes.proposal_id,
            person_id=yes.person_id,
            answer=Answer.YES,
            spoken=spoken_of(yes),
            clock=FixedClock(since),
        )
    except ProposalHasEnded:
        # The plan closed before it counted, and expires as it would without it (P25).
        return
    given = session.get_one(Proposal, yes.proposal_id).answers[-1]
    yes.answer_id = given.id
    session.flush()


def _note_letter(session: Session, yes: WitnessedYes) -> None:
    went_at = sent_at(session, yes.letter_id) if yes.told is None else None
    if went_at is not None:
        note_told(yes, Told.EMAIL, went_at)


def note_told(yes: WitnessedYes, told: Told, at: datetime) -> None:
    """Keeps when the person was first told, and from when the working days since then are over."""
    if yes.told is None:
        yes.told, yes.told_at = told.value, at
        yes.counts_at = days_over(at.astimezone(LONDON).date())


def days_over(told_on: date) -> datetime:
    """The instant at which five whole working days have passed since a day (pooling P31a)."""
    day = day_after_working_days(told_on, WITNESSED_WORKING_DAYS)
    return datetime.combine(day, time(), tzinfo=LONDON)


def end_yes(yes: WitnessedYes, ended: Ended, *, clock: Clock) -> None:
    """Ends it, so that it counts for nothing; the witnesses' addresses go with it."""
    yes.ended_at, yes.ended_as = clock.now(), ended.value
    for one in yes.witnesses:
        one.email = None


def come_to_nothing(session: Session, yes: WitnessedYes, ended: Ended, *, clock: Clock) -> None:
    """Ends it, and tells the person and whoever wrote it down."""
    end_yes(yes, ended, clock=clock)
    for to_helper in (False, True):
        payload = {"yes_id": yes.id, "to_helper": to_helper}
        queue(session, kind="commissioning.not_witnessed", payload=payload, clock=clock)


def answered_otherwise(
    session: Session, proposal_id: UUID, person_id: UUID, *, clock: Clock
) -> None:
    """A new answer of the person takes the place of a yes before witnesses (P31)."""
    yes = standing_yes(session, proposal_id, person_id)
    if yes is not None:
        end_yes(yes, Ended.ANSWERED, clock=clock)
        session.flush()


def forget_addresses(session: Session) -> None:
    """Removes the e-mail of whoever was named a witness to what has ended."""
    over = (
        select(WitnessedYes.id)
        .join(Proposal, Proposal.id == WitnessedYes.proposal_id)
        .where(Proposal.outcome.is_not(None))
    )
    named = update(YesWitness).where(YesWitness.email.is_not(None))
    session.execute(named.where(YesWitness.witnessed_id.in_(over)).values(email=None))


def erase_witnessed(session: Session, person_id: UUID, *, clock: Clock) -> None:
    """Forgets what somebody said before witnesses and who they were; and that they were one."""
    rows = select(WitnessedYes).where(WitnessedYes.person_id == person_id)
    for yes in session.scalars(rows):
        if yes.ended_at is None:
            end_yes(yes, Ended.TAKEN_BACK, clock=clock)
        yes.deed_id = None
        for one in yes.witnesses:
            one.name, one.email = "", None
    # People's own room goes last, so the address is still theirs.
    email = session.get_one(Person, person_id).email
    is_theirs = or_(YesWitness.person_id == person_id, YesWitness.email == email)
    mine = update(YesWitness).where(is_theirs)
    session.execute(mine.values(name="", email=None))
