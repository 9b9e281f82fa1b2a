"""Who signs in to the demonstration, and the one password they share.

The password is made when the place is made and kept beside the database, readable by its owner
only, so that whoever starts the site again can be told it again.
"""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from microcare.kernel.clock import Clock
from microcare.people.models import Person
from microcare.people.services import register
from microcare.people.services.passwords import hash_password
from microcare.site.seeding.sketches import every

FILE = "demo_sign_ins"


@dataclass(frozen=True, slots=True)
class Role:
    """Somebody in the demonstration: their address and what they are called."""

    email: str
    name: str


PERSON = Role("person@example.org", "Amara Obi")
SECOND = Role("gwen@example.org", "Gwen Parry")
THIRD = Role("tomasz@example.org", "Tomasz Lis")
NEIGHBOUR = Role("joan@example.org", "Joan Webb")
SUPPORTER = Role("supporter@example.org", "Ian Parry")
PROVIDER = Role("provider@example.org", "Priya Nair")
CATALYST = Role("catalyst@example.org", "Dawn Okafor")
ADMIN = Role("admin@example.org", "Sam Hill")
EVERYBODY = (PERSON, SECOND, THIRD, NEIGHBOUR, SUPPORTER, PROVIDER, CATALYST, ADMIN)


def new_password() -> str:
    """Four words and four figures: easy to type, about 35 bits, for a loopback address only."""
    words = [secrets.choice(every("password_words")) for _ in range(4)]
    return "-".join([*words, f"{secrets.randbelow(10_000):04d}"])


def register_everybody(session: Session, password: str, *, clock: Clock) -> dict[Role, Person]:
    """An account for each role, all with one password, hashed once because hashing is slow."""
    shared = hash_password(password)
    return {
        role: register(
            session,
            email=role.email,
            name=role.name,
            password_hash=shared,
            is_demonstration=True,
            clock=clock,
        )
        for role in EVERYBODY
    }


def keep_sign_ins(instance: Path, password: str) -> None:
    """Writes the lines to tell again, for the owner's eyes only."""
    path = instance / FILE
    path.unlink(missing_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.writelines(f"{line}\n" for line in lines(password))


def kept_lines(instance: Path) -> list[str]:
    """The lines to tell again, none where no demonstration was made here."""
    path = instance / FILE
    return path.read_text(encoding="utf-8").splitlines() if path.is_file() else []


def lines(password: str) -> list[str]:
    """`demo EMAIL PASSWORD` for each sign-in."""
    return [f"demo {role.email} {password}" for role in EVERYBODY]
