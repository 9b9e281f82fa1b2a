"""The blueprint of directory, and what several of its pages share."""

from typing import Any, cast

from flask import Blueprint

from microcare.directory.values import (
    ACCESS_WORDS,
    CHECK_WORDS,
    GROUP_WORDS,
    KIND_WORDS,
    PAY_WORDS,
)
from microcare.extensions import limiter
from microcare.people.models import Person
from microcare.web.current import actor

blueprint = Blueprint("directory", __name__)

# By network address, on what a stranger may send to others.
few = limiter.shared_limit("20/hour;60/day", scope="directory")


@blueprint.app_context_processor
def words() -> dict[str, Any]:
    """The closed lists in words, for every template that shows a listing."""
    return {
        "kind_words": KIND_WORDS,
        "pay_words": PAY_WORDS,
        "access_words": ACCESS_WORDS,
        "group_words": GROUP_WORDS,
        "check_words": CHECK_WORDS,
    }


def me() -> Person:
    """The signed-in person; the access table has let nobody else in."""
    person = actor()
    if person is None:
        raise LookupError("the access table lets only signed-in people in here")
    return cast(Person, person)
