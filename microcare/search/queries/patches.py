"""Whose desk a wish goes to."""

from sqlalchemy.orm import Session

from microcare.places.gazetteer.tables import outcodes
from microcare.places.models import Patch
from microcare.places.queries import patch_for_council
from microcare.places.values import Place


def patch_for_place(session: Session, place: Place) -> Patch | None:
    """The patch of the place, or None where no desk looks after it.

    Without a full postcode it goes by the outcode's main council, which is right 19 times in 20:
    near enough for a wish, which a catalyst can hand on, but never for a listing.
    """
    code = place.council_code
    if code is None and place.outcode is not None:
        outcode = outcodes().get(place.outcode)
        code = outcode.council_code if outcode else None
    return patch_for_council(session, code)
