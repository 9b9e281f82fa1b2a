"""A question to a listing and its answer, passed on so that neither sees the other's address."""

import uuid
from datetime import timedelta

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from microcare.directory.models import Listing, ListingQuestion
from microcare.directory.queries import keeper_ids
from microcare.directory.services.letters import tell_keepers
from microcare.directory.values import (
    AlreadyAnswered,
    Asked,
    CannotDoThatNow,
    NothingToAskYet,
    State,
    TooManyQuestions,
)
from microcare.kernel.clock import Clock
from microcare.kernel.ids import new_id, new_token, token_hash
from microcare.outbox.services import queue
from microcare.people.models import Person

MOST_A_DAY = 5
# Long enough to answer and to write again; then nothing here leads to the asker any more.
ASKERS_KEPT_FOR = timedelta(days=90)


def ask_question(
    session: Session, listing_id: uuid.UUID, asked: Asked, *, by: Person | None, clock: Clock
) -> ListingQuestion:
    """Passes a question on to whoever keeps a public or paused listing.

    Raises NothingToAskYet where nobody keeps it, CannotDoThatNow where it is not shown, and
    TooManyQuestions after MOST_A_DAY from one address to one listing in a day.
    """
    listing = session.get_one(Listing, listing_id)
    if listing.state not in (State.PUBLIC, State.PAUSED):
        raise CannotDoThatNow
    if not keeper_ids(session, listing_id):
        raise NothingToAskYet
    email = asked.email.strip().lower()
    if _asked_lately(session, listing_id, email, clock) >= MOST_A_DAY:
        raise TooManyQuestions
    token = new_token()
    question = ListingQuestion(
        id=new_id(),
        listing_id=listing_id,
        words=asked.words,
        asker_id=by.id if by else None,
        asker_name=asked.name,
        asker_email=email,
        asked_at=clock.now(),
        answer_token_hash=token_hash(token),
    )
    session.add(question)
    tell_keepers(session, listing_id, "asked", clock=clock, question_id=question.id, token=token)
    return question


def _asked_lately(session: Session, listing_id: uuid.UUID, email: str, clock: Clock) -> int:
    query = select(func.count()).where(
        ListingQuestion.listing_id == listing_id,
        ListingQuestion.asker_email == email,
        ListingQuestion.asked_at > clock.now() - timedelta(days=1),
    )
    return session.scalar(query) or 0


def answer_question(
    session: Session, question: ListingQuestion, words: str, *, clock: Clock
) -> None:
    """Passes the answer back. Raises AlreadyAnswered."""
    if question.answered_at is not None:
        raise AlreadyAnswered
    token = new_token()
    question.answer = words
    question.answered_at = clock.now()
    question.read_token_hash = token_hash(token)
    payload = {"question_id": question.id, "token": token}
    queue(session, kind="directory.answered", payload=payload, clock=clock)


def forget_askers(session: Session, *, clock: Clock) -> int:
    """Takes the address and account off questions older than ASKERS_KEPT_FOR; answers how many."""
    before = clock.now() - ASKERS_KEPT_FOR
    old = update(ListingQuestion).where(
        ListingQuestion.asked_at < before, ListingQuestion.asker_email.is_not(None)
    )
    forgotten = old.values(asker_email=None, asker_id=None).returning(ListingQuestion.id)
    return len(session.execute(forgotten).all())
