"""Limits on guessing, counted by a hash of what is guessed at, whether or not it exists."""

import hashlib
from datetime import datetime, timedelta

from sqlalchemy import delete, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from microcare.kernel.clock import LONDON, Clock
from microcare.people.models import GuessCount
from microcare.people.values import TooManyTries, normal_email

FREE_TRIES = 5
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=1)
FORGOTTEN_AFTER = timedelta(days=1)
LETTERS_AN_HOUR = 5


def password_key(email: str) -> str:
    """What wrong passwords for an address are counted under."""
    return _key("password", normal_email(email))


def code_key(person_id: object) -> str:
    """What wrong codes of a person are counted under."""
    return _key("code", str(person_id))


def check_free(session: Session, key: str, *, field: str, clock: Clock) -> None:
    """Raises TooManyTries, beside `field`, while a rest is asked for."""
    found = session.get(GuessCount, key)
    if found is None or found.free_at <= clock.now():
        return
    # Rounded up, so that it is true at the minute that is named.
    at = (found.free_at + timedelta(seconds=59)).astimezone(LONDON)
    words = TooManyTries.with_another_way if field == "password" else None
    raise TooManyTries(words, field=field, time=f"{at.hour % 12 or 12}:{at:%M}{at:%p}".lower())


def note_wrong(session: Session, key: str, *, clock: Clock) -> None:
    """Counts a wrong try; from the fifth on, each doubles the rest, from a minute to an hour."""
    tries = _count(session, key, within=FORGOTTEN_AFTER, clock=clock)
    if tries >= FREE_TRIES:
        wait = min(FIRST_WAIT * 2 ** min(tries - FREE_TRIES, 10), LONGEST_WAIT)
        _set_free_at(session, key, clock.now() + wait)


def forget_guesses(session: Session, key: str) -> None:
    """Forgets the wrong tries, after a right one."""
    session.execute(delete(GuessCount).where(GuessCount.key_hash == key))


def may_send_letter(session: Session, email: str, *, clock: Clock) -> bool:
    """Counts a letter to an address, and says whether it is within five an hour."""
    key = _key("letter", normal_email(email))
    return _count(session, key, within=timedelta(hours=1), clock=clock) <= LETTERS_AN_HOUR


def _key(kind: str, who: str) -> str:
    return hashlib.sha256(f"{kind}:{who}".encode()).hexdigest()


def _count(session: Session, key: str, *, within: timedelta, clock: Clock) -> int:
    now = clock.now()
    session.execute(
        delete(GuessCount).where(GuessCount.key_hash == key, GuessCount.first_at < now - within)
    )
    more = (
        update(GuessCount)
        .where(GuessCount.key_hash == key)
        .values(tries=GuessCount.tries + 1)
        .returning(GuessCount.tries)
        .execution_options(synchronize_session=False)
    )
    tries = session.scalar(more)
    if tries is not None:
        return tries
    try:
        # Two first tries at once: the second meets the first one's row and adds to it.
        with session.begin_nested():
            session.add(GuessCount(key_hash=key, tries=1, first_at=now, free_at=now))
    except IntegrityError:
        return session.scalar(more) or 1
    return 1


def _set_free_at(session: Session, key: str, free_at: datetime) -> None:
    session.execute(update(GuessCount).where(GuessCount.key_hash == key).values(free_at=free_at))
