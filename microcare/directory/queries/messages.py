"""Questions, reports and links, by listing and by their tokens."""

import uuid
from collections.abc import Collection

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from microcare.directory.models import (
    Listing,
    ListingEvent,
    ListingKeeper,
    ListingLink,
    ListingQuestion,
    ListingReport,
)
from microcare.directory.values import Act
from microcare.kernel.ids import token_hash


def question_by_id(session: Session, question_id: uuid.UUID) -> ListingQuestion | None:
    """One question."""
    return session.get(ListingQuestion, question_id)


def question_to_answer(session: Session, token: str) -> ListingQuestion | None:
    """The question that a keeper's link opens, answered or not."""
    return session.scalar(
        select(ListingQuestion).where(ListingQuestion.answer_token_hash == token_hash(token))
    )


def question_answered(session: Session, token: str) -> ListingQuestion | None:
    """The question whose answer an asker's link opens."""
    return session.scalar(
        select(ListingQuestion).where(ListingQuestion.read_token_hash == token_hash(token))
    )


def questions_to(session: Session, listing_id: uuid.UUID) -> list[ListingQuestion]:
    """The questions to a listing, those without an answer first, then the newest."""
    query = (
        select(ListingQuestion)
        .where(ListingQuestion.listing_id == listing_id)
        .order_by(ListingQuestion.answered_at.is_not(None), ListingQuestion.asked_at.desc())
    )
    return list(session.scalars(query))


def questions_waiting(session: Session, person_id: uuid.UUID) -> list[ListingQuestion]:
    """The questions without an answer to all the listings that a person keeps, oldest first."""
    query = (
        select(ListingQuestion)
        .join(ListingKeeper, ListingKeeper.listing_id == ListingQuestion.listing_id)
        .where(ListingKeeper.person_id == person_id, ListingQuestion.answered_at.is_(None))
        .order_by(ListingQuestion.asked_at, ListingQuestion.id)
    )
    return list(session.scalars(query))


def still_right_link(session: Session, token: str) -> ListingLink | None:
    """The link of an "is this still right?" letter, used and old ones included."""
    return session.scalar(select(ListingLink).where(ListingLink.token_hash == token_hash(token)))


def words_from_catalyst(session: Session, listing_id: uuid.UUID) -> ListingEvent | None:
    """What a catalyst wrote to the keepers about what was last sent: changes, a no, or a yes."""
    acts = (Act.ASK_CHANGES, Act.DECLINE, Act.APPROVE, Act.STOP, Act.ALLOW)
    sent = aliased(ListingEvent)
    # What was written before it was sent again has been answered by sending it.
    sent_since = (
        select(sent.id)
        .where(sent.listing_id == listing_id, sent.act == Act.SEND, sent.at > ListingEvent.at)
        .exists()
    )
    query = (
        select(ListingEvent)
        .where(
            ListingEvent.listing_id == listing_id,
            ListingEvent.act.in_(acts),
            ListingEvent.words != "",
            ~sent_since,
        )
        .order_by(ListingEvent.at.desc())
        .limit(1)
    )
    return session.scalar(query)


def report_by_id(session: Session, report_id: uuid.UUID) -> ListingReport | None:
    """One report, settled or not."""
    return session.get(ListingReport, report_id)


def reports_open(
    session: Session, patch_ids: Collection[uuid.UUID], *, offset: int = 0, limit: int
) -> tuple[list[tuple[ListingReport, Listing]], int]:
    """A part of what people say is wrong in these patches and nobody has settled; and how many.

    The oldest first.
    """
    these = (Listing.patch_id.in_(list(patch_ids)), ListingReport.settled_at.is_(None))
    both = select(ListingReport, Listing).join(Listing, Listing.id == ListingReport.listing_id)
    query = both.where(*these).order_by(ListingReport.reported_at, ListingReport.id)
    found = session.execute(query.offset(offset).limit(limit))
    count = select(func.count(ListingReport.id)).join(Listing).where(*these)
    return [(report, listing) for report, listing in found], session.scalar(count) or 0
