"""What people looked for in an area and did not find, told as counts that point at nobody."""

from collections.abc import Collection
from datetime import date

from sqlalchemy.orm import Session

from microcare.catalyst.values import Lack
from microcare.index.queries import nearest
from microcare.index.values import Near, Query
from microcare.kernel.clock import Clock
from microcare.kernel.distance import METRES_IN_A_MILE
from microcare.places.gazetteer.tables import Outcode, outcodes
from microcare.places.models import Patch
from microcare.search.queries import not_found
from microcare.search.values import MOST_MILES, NotFound

# Long enough for a small place to reach a count that may be shown.
MONTHS = 3


def since(today: date) -> date:
    """The first day of the months that are counted: this one and the two before."""
    months = today.year * 12 + today.month - MONTHS
    return date(months // 12, months % 12 + 1, 1)


def lacks(
    session: Session, patches: Collection[Patch], *, limit: int, clock: Clock
) -> tuple[list[Lack], int]:
    """The first `limit` of what these patches lack, most looked for first; and how many there are.

    An outcode goes by its main council, as a wish does. Counts under five are left out.
    """
    codes = frozenset[str]().union(*(patch.council_codes for patch in patches))
    known = {code: one for code, one in outcodes().items() if one.council_code in codes}
    found = not_found(session, known.keys(), since=since(clock.today()))
    most = max((one.times for one in found), default=1)
    return [_lack(session, one, known[one.outcode], most) for one in found[:limit]], len(found)


def _lack(session: Session, one: NotFound, outcode: Outcode, most: int) -> Lack:
    near = Near(outcode.point.lat, outcode.point.lng, MOST_MILES * METRES_IN_A_MILE)
    return Lack(
        help_slug=one.help_slug,
        outcode=one.outcode,
        place=outcode.nearest_place,
        times=one.times,
        per_cent_of_most=round(100 * one.times / most),
        # Where it is now: something may have begun since they looked.
        nearest_m=nearest(session, Query(helps=(one.help_slug,), near=near)),
    )
