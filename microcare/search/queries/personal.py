"""What is held of somebody who asked a catalyst for something, for /my/data."""

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from microcare.directory.queries import help_terms
from microcare.kernel.words import N_
from microcare.people.models import Person
from microcare.people.values import Section
from microcare.search.models import SearchRequest


def personal_data(session: Session, person_id: UUID) -> list[Section]:
    """The wishes that were sent with the person's e-mail, whether or not they had signed in."""
    person = session.get_one(Person, person_id)
    query = (
        select(SearchRequest)
        .where(func.lower(SearchRequest.email) == person.email)
        .order_by(SearchRequest.asked_on, SearchRequest.id)
    )
    found = list(session.scalars(query))
    if not found:
        return []
    names = {term.slug: term.name for term in help_terms(session)}
    entries = tuple(
        {
            N_("Your words"): wish.words,
            N_("Kinds of help"): ", ".join(names.get(slug, slug) for slug in wish.help_slugs),
            N_("Near"): wish.place,
            N_("Sent on"): wish.asked_on,
            N_("E-mail"): wish.email,
        }
        for wish in found
    )
    kept = N_("The words and the place, for a year, without your e-mail.")
    title = N_("What you asked a catalyst for")
    return [Section(name="asked_for", title=title, entries=entries, kept=kept)]
