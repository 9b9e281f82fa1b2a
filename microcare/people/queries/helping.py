"""What helpers did and saw, as the person reads it and as the helper does."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from microcare.people.models import Authority, Deed
from microcare.people.values import DeedLine, How

MOST_DEEDS = 50


def deeds_for(session: Session, person_id: UUID) -> list[DeedLine]:
    """What was done and seen for a person, by whomever, the newest first and at most 50."""
    return _lines(session, Deed.person_id == person_id)


def deeds_by(session: Session, authority_id: UUID) -> list[DeedLine]:
    """What was done and seen on one authority, the newest first and at most 50."""
    return _lines(session, Deed.authority_id == authority_id)


def _lines(session: Session, which: object) -> list[DeedLine]:
    rows = (
        select(Deed, Authority.supporter_name)
        .join(Authority, Authority.id == Deed.authority_id)
        .where(which)  # type: ignore[arg-type]
        .order_by(Deed.at.desc(), Deed.id)
        .limit(MOST_DEEDS)
    )
    return [
        DeedLine(
            helper_name=name,
            what=deed.what,
            at=deed.at,
            is_sight=deed.is_sight,
            how=How(deed.how) if deed.how else None,
            words=deed.words,
        )
        for deed, name in session.execute(rows)
    ]
