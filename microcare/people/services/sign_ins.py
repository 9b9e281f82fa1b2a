"""Sign-ins: rows on the server, so that any of them can be ended from anywhere."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from microcare.kernel.clock import Clock
from microcare.kernel.ids import new_token, token_hash
from microcare.people.models import Person, SignIn

# Often enough for a limit counted in hours, and no write for every page read.
SEEN_EVERY = timedelta(minutes=1)


def start_sign_in(session: Session, person: Person, *, clock: Clock) -> str:
    """Signs a person in and answers the token that their browser keeps.

    The token is the user id that Flask-Login keeps, under "_user_id" in the signed cookie.
    """
    token = new_token()
    now = clock.now()
    session.add(
        SignIn(
            person_id=person.id,
            token_hash=token_hash(token),
            started_at=now,
            last_seen_at=now,
            ended_at=None,
        )
    )
    return token


def end_sign_in(session: Session, token: str, *, clock: Clock) -> None:
    """Signs one browser out."""
    session.execute(
        update(SignIn)
        .where(SignIn.token_hash == token_hash(token), SignIn.ended_at.is_(None))
        .values(ended_at=clock.now())
    )


def end_every_sign_in(session: Session, person_id: UUID, *, clock: Clock) -> None:
    """Signs a person out everywhere."""
    session.execute(
        update(SignIn)
        .where(SignIn.person_id == person_id, SignIn.ended_at.is_(None))
        .values(ended_at=clock.now())
    )


def note_seen(session: Session, sign_in_id: UUID, *, at: datetime) -> None:
    """Notes that a signed-in browser asked for something."""
    session.execute(
        update(SignIn)
        .where(SignIn.id == sign_in_id, SignIn.last_seen_at < at)
        .values(last_seen_at=at)
    )
