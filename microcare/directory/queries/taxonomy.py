"""The help terms."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from microcare.directory.models import TaxonomyTerm
from microcare.directory.values import HelpTerm


def help_terms(session: Session) -> list[HelpTerm]:
    """Every help term in use, in the order they are shown."""
    query = (
        select(TaxonomyTerm)
        .where(TaxonomyTerm.is_current)
        .order_by(TaxonomyTerm.position, TaxonomyTerm.slug)
    )
    return [as_help(term) for term in session.scalars(query)]


def help_terms_by_slugs(session: Session, slugs: Iterable[str]) -> list[TaxonomyTerm]:
    """The rows of these help terms, current ones only, in the order they are shown."""
    query = (
        select(TaxonomyTerm)
        .where(TaxonomyTerm.slug.in_(list(slugs)), TaxonomyTerm.is_current)
        .order_by(TaxonomyTerm.position, TaxonomyTerm.slug)
    )
    return list(session.scalars(query))


def as_help(term: TaxonomyTerm) -> HelpTerm:
    """The term as a value."""
    return HelpTerm(term.slug, term.name, term.group, tuple(term.alike))
