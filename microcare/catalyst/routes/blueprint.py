"""The blueprint of the desk, and what several of its pages share."""

from flask import Blueprint

from microcare.people.models import Person
from microcare.places.models import Patch
from microcare.places.policies import has_safeguarding_contact
from microcare.places.queries import patches
from microcare.web.current import acting, session

blueprint = Blueprint("catalyst", __name__)


def me() -> Person:
    """The catalyst who is signed in."""
    return acting(Person)


def my_patches() -> list[Patch]:
    """The areas they look after, by name."""
    held = me().patch_ids
    return [patch for patch in patches(session()) if patch.id in held]


def without_contact(held: list[Patch]) -> list[Patch]:
    """Those in which nothing may be approved yet."""
    return [patch for patch in held if not has_safeguarding_contact(patch)]
