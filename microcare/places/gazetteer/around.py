"""Which outcodes lie close together, and which one somebody means."""

from functools import lru_cache

from microcare.kernel.distance import METRES_IN_A_MILE
from microcare.places.gazetteer.tables import outcodes
from microcare.places.geometry import distance_m
from microcare.places.postcode import parse_outcode, parse_sector, postcode_in


def outcode_meant(text: str) -> str | None:
    """The outcode of "TA1", "ta1 4" or "TA1 4AB"; None where that is no outcode there is."""
    known = outcodes()
    # "TA14" is Stoke sub Hamdon; "TA1 4" is a part of Taunton.
    code = parse_outcode(text) if len(text.split()) == 1 else None
    if code in known:
        return code
    whole, sector = postcode_in(text), parse_sector(text)
    code = whole.outcode if whole else sector.outcode if sector else None
    return code if code in known else None


@lru_cache(maxsize=512)
def outcodes_within(code: str, miles: int) -> tuple[str, ...]:
    """The outcodes whose middles are at most so far from that of `code`, itself among them.

    Near is mutual: whatever is near to one has that one near. Empty for an unknown outcode.
    """
    known = outcodes()
    here = known.get(code)
    if here is None:
        return ()
    reach = miles * METRES_IN_A_MILE
    return tuple(sorted(c for c, o in known.items() if distance_m(here.point, o.point) <= reach))
