"""Passwords: kept as argon2 hashes, refused when short or well known (NIST SP 800-63B)."""

from functools import cache
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from microcare.kernel.words import N_
from microcare.people.values import LONGEST_PASSWORD, SHORTEST_PASSWORD, WeakPassword, normal_email

_HASHER = PasswordHasher()
# Long enough to pass the first rule, and tried first by anybody who guesses.
_LIST = Path(__file__).resolve().parent.parent / "well_known_passwords.txt"
_WELL_KNOWN = frozenset(_LIST.read_text().split())


def hash_password(password: str) -> str:
    """The argon2id hash, with its salt and cost, of a password that passes the rules.

    Raises WeakPassword.
    """
    return _HASHER.hash(password)


def check_rule(password: str, *, email: str) -> None:
    """Raises WeakPassword when a password is too short, too long, well known or the address."""
    if len(password) < SHORTEST_PASSWORD:
        raise WeakPassword
    if len(password) > LONGEST_PASSWORD:
        raise WeakPassword(N_("Make the password shorter: 200 letters at most."))
    low = password.strip().lower()
    if low in _WELL_KNOWN or len(set(low)) < 3:
        raise WeakPassword(N_("Many people use that password. Choose a different one."))
    if low in {normal_email(email), normal_email(email).split("@")[0]}:
        raise WeakPassword(N_("Do not use your e-mail as your password."))


def is_right(password: str, password_hash: str | None) -> bool:
    """Whether the password is the one hashed; takes as long when there is no hash at all."""
    try:
        return _HASHER.verify(password_hash or _nobody(), password) and password_hash is not None
    except (VerifyMismatchError, InvalidHashError):
        return False


def is_outdated(password_hash: str) -> bool:
    """Whether the hash was made at an older, cheaper cost."""
    return _HASHER.check_needs_rehash(password_hash)


@cache
def _nobody() -> str:
    return _HASHER.hash("a password that nobody has")
