"""On whose behalf this request is made, where somebody helps somebody else."""

from microcare.people.policies import ActingFor
from microcare.people.values import Spoken
from microcare.web.acting import helping


def acting_for() -> ActingFor | None:
    """Who helps whom, by an authority read in this transaction; None on one's own pages."""
    found = helping()
    return found if isinstance(found, ActingFor) else None


def spoken_for() -> Spoken | None:
    """The ids that a service keeps beside what is done for somebody."""
    found = acting_for()
    return None if found is None else found.spoken
