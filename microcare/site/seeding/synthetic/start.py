"""What a made-up country needs before its listings: patches, a catalyst, the help terms."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from microcare.directory.models import Listing, TaxonomyTerm
from microcare.directory.queries import help_terms_by_slugs
from microcare.directory.queries.public import public_patch
from microcare.directory.queries.taxonomy import as_help
from microcare.directory.values import PublicPatch
from microcare.kernel.clock import FixedClock
from microcare.people.models import Person
from microcare.people.queries import person_by_email
from microcare.people.services import register
from microcare.places.councils import council_name
from microcare.places.gazetteer import tables
from microcare.places.queries import patch_for_council
from microcare.places.services import create_patch
from microcare.places.values import PatchDetails
from microcare.site.seeding.synthetic.fill import Task
from microcare.site.seeding.synthetic.listing import NEW_YEAR, Country

CATALYST = "synthetic.catalyst@example.org"


def begin_country(session: Session) -> Task:
    """The task of making listings, with a patch for every council that has none."""
    terms = {
        term.slug: term
        for term in help_terms_by_slugs(session, session.scalars(select(TaxonomyTerm.slug)))
    }
    catalyst = _catalyst(session)
    country = Country(
        patches=_patches(session),
        terms={slug: as_help(term) for slug, term in terms.items()},
        catalyst_id=catalyst.id,
        catalyst_name=catalyst.name,
    )
    engine = session.get_bind().dialect.name
    return Task(engine, country, {slug: term.id for slug, term in terms.items()})


def next_number(session: Session) -> int:
    """The number of the first listing to make: how many listings there are."""
    return int(session.scalar(select(func.count()).select_from(Listing)) or 0)


def _catalyst(session: Session) -> Person:
    return person_by_email(session, CATALYST) or register(
        session,
        email=CATALYST,
        name="Dawn Synthetic",
        clock=FixedClock(NEW_YEAR),
        is_demonstration=True,
    )


def _patches(session: Session) -> dict[str, PublicPatch]:
    codes = sorted({o.council_code for o in tables.outcodes().values() if o.council_code})
    found = {}
    for code in codes:
        name = council_name(code)
        patch = patch_for_council(session, code)
        if patch is None and name is not None:
            details = PatchDetails(
                name=f"{name} ({code})",
                organisation=f"{name} Catalysts",
                contact_name="Dawn Synthetic",
                phone="01632 960001",
                hours="Monday to Friday, 9am to 5pm",
                safeguarding_name="Ruth Synthetic",
                safeguarding_phone="01632 960002",
            )
            patch = create_patch(session, details=details, council_codes=[code])
        if patch is not None:
            found[code] = public_patch(patch)
    return found
