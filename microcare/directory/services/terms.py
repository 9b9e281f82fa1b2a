"""Looks after the kinds of help. Approved pages that name one get its new words at once."""

from itertools import chain, count

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from microcare.directory.models import Listing, TaxonomyTerm
from microcare.directory.queries import as_help, term_by_slug
from microcare.directory.queries.public import shown_documents
from microcare.directory.services.publish import publish_change
from microcare.directory.values import Act, HelpTerm, TermTaken, TermWords
from microcare.kernel.clock import Clock
from microcare.kernel.ids import slugify
from microcare.people.models import Person


def add_term(session: Session, words: TermWords) -> TaxonomyTerm:
    """Offers a new kind of help, last in the list. Raises TermTaken."""
    last = session.scalar(select(func.max(TaxonomyTerm.position))) or 0
    term = TaxonomyTerm(slug=_free_slug(session, words.name), position=last + 1, is_current=True)
    _write(session, term, words)
    session.add(term)
    return term


def change_term(
    session: Session, term: TaxonomyTerm, words: TermWords, *, by: Person, clock: Clock
) -> int:
    """Says it in other words, on every approved page too; answers on how many. Raises TermTaken.

    Its slug stays: addresses and exports that name it go on meaning the same.
    """
    _write(session, term, words)
    changed = as_help(term)
    naming = [doc for doc in shown_documents(session) if _names(doc.help, changed)]
    for document in naming:
        helps = tuple(changed if one.slug == term.slug else one for one in document.help)
        listing = session.get_one(Listing, document.id)
        publish_change(session, listing, {"help": helps}, cause=Act.TERMS, by=by, clock=clock)
    return len(naming)


def offer_term(term: TaxonomyTerm, *, is_current: bool) -> None:
    """Offers it to those who write a page or search, or no longer; pages that name it keep it."""
    term.is_current = is_current


def _free_slug(session: Session, name: str) -> str:
    # One that was renamed keeps the slug of its first name.
    plain = slugify(name)
    numbered = (f"{plain}-{number}" for number in count(2))
    return next(slug for slug in chain([plain], numbered) if not term_by_slug(session, slug))


def _write(session: Session, term: TaxonomyTerm, words: TermWords) -> None:
    same = func.lower(TaxonomyTerm.name) == words.name.lower()
    other = select(TaxonomyTerm.slug).where(same, TaxonomyTerm.slug != term.slug)
    if session.scalar(other) is not None:
        raise TermTaken
    term.name, term.group, term.alike = words.name, words.group.value, list(words.alike)


def _names(helps: tuple[HelpTerm, ...], changed: HelpTerm) -> bool:
    """Whether these name it, in words that are not the new ones."""
    return any(one.slug == changed.slug and one != changed for one in helps)
