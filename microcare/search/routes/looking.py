"""From an address to results: what every form of the answer has in common."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import request

from microcare.directory.queries import help_terms
from microcare.directory.values import HelpTerm
from microcare.index.queries import find
from microcare.index.values import Answer, Sort
from microcare.kernel.errors import DomainError
from microcare.places.current import current_geocoder
from microcare.places.values import AmbiguousPlace, Choice, Place, UnknownPlace, UnknownPostcode
from microcare.search.forms import SearchForm
from microcare.search.queries import matched_helps
from microcare.search.routes.saying import gettext as _
from microcare.search.services import note_search
from microcare.search.values import Asked, UnknownPostcodeHere, UnknownTown, UnknownTownButLike
from microcare.web.current import clock, session
from microcare.web.forms import put_error
from microcare.web.observe import observe


@dataclass
class Looking:
    """A search as far as it got: with a wrong parameter, several places, or an answer."""

    form: SearchForm
    terms: list[HelpTerm]
    asked: Asked | None = None
    place: Place | None = None
    choices: list[Choice] | None = None
    suggestions: list[Choice] | None = None
    answer: Answer | None = None

    @property
    def first_error(self) -> tuple[str, str]:
        """The first wrong field, and its words."""
        return next((f.name, str(f.errors[0])) for f in self.form if f.errors)


def look(kind: Callable[..., Any] = SearchForm) -> Looking:
    """Reads the address, finds the place, and searches; stops at the first thing wrong."""
    terms = help_terms(session())
    form = kind(request.args, helps=[term.slug for term in terms])
    looking = Looking(form, terms)
    if not form.validate():
        return looking
    looking.asked = asked = form.value()
    if asked.near and not _find_place(looking, asked):
        return looking
    if asked.sort is Sort.NEAREST and looking.place is None:
        form.near.errors = [*form.near.errors, _("Write a town or postcode")]
    return looking


def answered(looking: Looking) -> Looking:
    """Searches, where nothing is wrong, and counts what was looked for."""
    asked = looking.asked
    if asked is None or looking.choices or looking.form.errors:
        return looking
    looking.answer = find(
        session(),
        asked.query(looking.place),
        page=asked.page,
        per_page=asked.per_page,
        today=clock().today(),
    )
    _note(looking, asked)
    return looking


def _find_place(looking: Looking, asked: Asked) -> bool:
    try:
        looking.place = current_geocoder().find(asked.near)
    except AmbiguousPlace as several:
        looking.choices = several.choices
    except UnknownPlace as unknown:
        looking.suggestions = unknown.suggestions
        put_error(looking.form, _said(asked.near, unknown))
    return looking.place is not None


def _said(near: str, unknown: UnknownPlace) -> DomainError:
    if isinstance(unknown, UnknownPostcode):
        return UnknownPostcodeHere(near=near)
    if unknown.suggestions:
        return UnknownTownButLike(near=near, suggestion=unknown.suggestions[0].label)
    return UnknownTown(near=near)


def _note(looking: Looking, asked: Asked) -> None:
    place, now = looking.place, clock()
    if place is None or place.outcode is None or asked.page > 1:
        return
    outcode = place.outcode
    slugs = matched_helps(looking.terms, asked.q, chosen=asked.helps)
    found_nothing = looking.answer is not None and looking.answer.total == 0
    if slugs:
        observe(
            lambda db: note_search(
                db, help_slugs=slugs, outcode=outcode, is_unmet=found_nothing, clock=now
            )
        )
