"""Keeps no longer than docs/data-protection.md says."""

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete, or_, update
from sqlalchemy.orm import Session

from microcare.kernel.clock import Clock
from microcare.people.models import Authority, GuessCount, KeptWriting, LinkToken, SignIn
from microcare.people.services.guesses import FORGOTTEN_AFTER
from microcare.people.services.seen import forget_seen
from microcare.people.values import LIFETIME, WRITING_KEPT, Erase, Purpose, Tidied

# Long enough for "this link has been used" to be said to somebody who presses it twice.
LINKS_KEPT = timedelta(days=7)
SIGN_INS_KEPT = timedelta(days=90)


def tidy(session: Session, *, seen_kept: timedelta, clock: Clock) -> Tidied:
    """Removes old links, sign-ins and counts of wrong tries, and addresses that never answered.

    Who looked at what is somebody's goes after `seen_kept`.
    """
    now = clock.now()
    links = session.execute(delete(LinkToken).where(LinkToken.expires_at < now - LINKS_KEPT))
    sign_ins = session.execute(
        delete(SignIn).where(
            or_(SignIn.ended_at < now - SIGN_INS_KEPT, SignIn.last_seen_at < now - SIGN_INS_KEPT)
        )
    )
    guesses = session.execute(
        delete(GuessCount).where(
            GuessCount.first_at < now - FORGOTTEN_AFTER, GuessCount.free_at < now
        )
    )
    session.execute(
        update(Authority)
        .where(
            Authority.accepted_at.is_(None),
            Authority.granted_at < now - LIFETIME[Purpose.SUPPORT],
        )
        .values(invited_email=None)
    )
    session.execute(delete(KeptWriting).where(KeptWriting.kept_at < now - WRITING_KEPT))
    forget_seen(session, kept=seen_kept, clock=clock)
    return Tidied(links=_rows(links), sign_ins=_rows(sign_ins), guesses=_rows(guesses))


def _rows(result: object) -> int:
    return int(getattr(result, "rowcount", 0))


def delete_account(
    session: Session, person_id: UUID, *, erasers: Iterable[Erase], clock: Clock
) -> None:
    """Has every feature, the highest first, remove what it holds about a person.

    Raises whatever rule a feature says must be met before.
    """
    for erase in erasers:
        erase(session, person_id, clock)
