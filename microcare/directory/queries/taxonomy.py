"""The help terms."""

from collections.abc import Iterable

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from microcare.directory.models import ServiceTaxonomy, TaxonomyTerm
from microcare.directory.values import HelpGroup, HelpTerm, TermRow, TermWords


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


def term_by_slug(session: Session, slug: str) -> TaxonomyTerm | None:
    """A kind of help, offered now or before; or None."""
    return session.scalar(select(TaxonomyTerm).where(TaxonomyTerm.slug == slug))


def term_words(term: TaxonomyTerm) -> TermWords:
    """The words of a kind of help."""
    return TermWords(term.name, HelpGroup(term.group), tuple(term.alike))


def term_rows(session: Session) -> list[TermRow]:
    """Every kind of help, those no longer offered too, with how many listings name it."""
    listings = func.count(ServiceTaxonomy.listing_id)
    query = (
        select(TaxonomyTerm, listings)
        .outerjoin(ServiceTaxonomy, ServiceTaxonomy.term_id == TaxonomyTerm.id)
        .group_by(TaxonomyTerm.id)
        .order_by(TaxonomyTerm.position, TaxonomyTerm.slug)
    )
    return [
        TermRow(term.slug, term_words(term), term.is_current, count)
        for term, count in session.execute(query)
    ]
