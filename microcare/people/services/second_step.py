"""The second step of signing in: a code from an app (TOTP, RFC 6238), or a recovery code."""

import hmac
import secrets
from uuid import UUID

import pyotp
from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from microcare.kernel.clock import Clock
from microcare.kernel.ids import token_hash
from microcare.people.models import LinkToken, Person, RecoveryCode, SecondFactor
from microcare.people.queries import second_factor
from microcare.people.services.guesses import check_free, code_key, forget_guesses, note_wrong
from microcare.people.services.links import make_link
from microcare.people.services.seen import record_access
from microcare.people.services.sign_ins import end_every_sign_in
from microcare.people.values import Purpose, WrongCode
from microcare.people.values.seen import Seen

STEP_S = 30
RECOVERY_CODES = 10
# Without letters and figures that look alike.
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # pragma: allowlist secret


def begin_second_step(session: Session, person: Person, *, way_on: str, clock: Clock) -> str:
    """Notes that the first step went well; answers the token that the browser keeps meanwhile.

    Somebody without a confirmed code app is given a secret to set one up with.
    """
    if second_factor(session, person.id) is None:
        session.add(
            SecondFactor(
                person_id=person.id,
                secret=pyotp.random_base32(),
                started_at=clock.now(),
                confirmed_at=None,
            )
        )
    _link, token = make_link(
        session,
        purpose=Purpose.SECOND_STEP,
        person=person,
        details={"way_on": way_on},
        clock=clock,
    )
    return token


def app_address(factor: SecondFactor, *, person: Person, site_name: str) -> str:
    """The otpauth: address that a code app reads, from a picture or a press."""
    return pyotp.TOTP(factor.secret).provisioning_uri(name=person.email, issuer_name=site_name)


def check_code(session: Session, link: LinkToken, *, code: str, clock: Clock) -> Person:
    """Whoever the second step was begun for, if the code is right; it counts once.

    Raises WrongCode and TooManyTries.
    """
    if link.person is None:
        raise WrongCode
    return _checked(session, link.person, code, clock)


def _checked(session: Session, person: Person, code: str, clock: Clock) -> Person:
    check_free(session, code_key(person.id), field="code", clock=clock)
    plain = "".join(code.split()).replace("-", "").lower()
    if not (
        _take_step(session, person.id, plain, clock)
        or _take_recovery(session, person.id, plain, clock)
    ):
        raise WrongCode
    forget_guesses(session, code_key(person.id))
    return person


def confirm_app(session: Session, link: LinkToken, *, code: str, clock: Clock) -> list[str]:
    """Takes a code app into use once it has given a right code; answers the recovery codes.

    They are shown this once. Raises WrongCode and TooManyTries.
    """
    person = check_code(session, link, code=code, clock=clock)
    factor = second_factor(session, person.id)
    if factor is None:
        raise WrongCode
    factor.confirmed_at = clock.now()
    return _new_codes(session, person)


def renew_recovery_codes(session: Session, person: Person, *, code: str, clock: Clock) -> list[str]:
    """New recovery codes for whoever has a right code from their app; the old ones are over.

    They are shown this once. Raises WrongCode and TooManyTries.
    """
    return _new_codes(session, _checked(session, person, code, clock))


def _new_codes(session: Session, person: Person) -> list[str]:
    codes = [_new_code() for _ in range(RECOVERY_CODES)]
    session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person.id))
    session.add_all(
        RecoveryCode(person_id=person.id, code_hash=_hash(person.id, code), used_at=None)
        for code in codes
    )
    return codes


def note_wrong_code(session: Session, person_id: UUID, *, clock: Clock) -> None:
    """Counts a wrong code, in a transaction that outlives the refusal."""
    note_wrong(session, code_key(person_id), clock=clock)


def forget_app(session: Session, person_id: UUID, *, by: Person | None, clock: Clock) -> None:
    """Takes a lost code app and its recovery codes out of use, and signs the person out.

    The next sign-in sets a new one up. `by` is None for whoever runs the server.
    """
    record_access(session, person_id, by=by, what=Seen.APP_FORGOTTEN, clock=clock)
    end_every_sign_in(session, person_id, clock=clock)
    session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person_id))
    session.execute(delete(SecondFactor).where(SecondFactor.person_id == person_id))


def _take_step(session: Session, person_id: UUID, code: str, clock: Clock) -> bool:
    factor = second_factor(session, person_id)
    if factor is None or not code.isascii():
        return False
    totp = pyotp.TOTP(factor.secret)
    now = int(clock.now().timestamp()) // STEP_S
    # One step either side, for clocks that are a little out (RFC 6238 section 5.2).
    for step in (now, now - 1, now + 1):
        if hmac.compare_digest(totp.at(step * STEP_S), code):
            return _spend_step(session, person_id, step)
    return False


def _spend_step(session: Session, person_id: UUID, step: int) -> bool:
    spent = session.execute(
        update(SecondFactor)
        .where(SecondFactor.person_id == person_id, SecondFactor.last_step < step)
        .values(last_step=step)
        .returning(SecondFactor.person_id)
    )
    return spent.first() is not None


def _take_recovery(session: Session, person_id: UUID, code: str, clock: Clock) -> bool:
    spent = session.execute(
        update(RecoveryCode)
        .where(RecoveryCode.code_hash == _hash(person_id, code), RecoveryCode.used_at.is_(None))
        .values(used_at=clock.now())
        .returning(RecoveryCode.id)
    )
    return spent.first() is not None


def _hash(person_id: UUID, code: str) -> str:
    return token_hash(f"{person_id}:{code.replace('-', '')}")


def _new_code() -> str:
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(3))
