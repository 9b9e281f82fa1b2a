"""What a request does with people at hand: for whom it is made, and noting what it showed."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy.orm import Session

from microcare.people.models import Person
from microcare.people.policies import ActingFor
from microcare.people.services import record_each
from microcare.people.values import Spoken
from microcare.people.values.seen import Seen
from microcare.web.acting import helping
from microcare.web.current import acting, actor, clock
from microcare.web.observe import observe


def note_looks(person_ids: Iterable[UUID], what: Seen) -> None:
    """Notes, once the answer is made, that whoever is signed in was shown what is these people's.

    For reading. An act is noted in its own transaction, by `people.services.record_access`.
    """
    shown, by_id, now = list(person_ids), acting(Person).id, clock()

    def note(own_session: Session) -> None:
        by = own_session.get_one(Person, by_id)
        record_each(own_session, shown, by=by, what=what, clock=now)

    observe(note)


def note_look_by_link(person_id: UUID, what: Seen) -> None:
    """The same of whoever has a secret link, and need not be signed in."""
    by, now = actor(), clock()
    by_id = by.id if isinstance(by, Person) else None

    def note(own_session: Session) -> None:
        who = own_session.get(Person, by_id) if by_id is not None else None
        record_each(own_session, [person_id], by=who, what=what, clock=now)

    observe(note)


def acting_for() -> ActingFor | None:
    """Who helps whom, by an authority read in this transaction; None on one's own pages."""
    found = helping()
    return found if isinstance(found, ActingFor) else None


def spoken_for() -> Spoken | None:
    """The ids that a service keeps beside what is done for somebody."""
    found = acting_for()
    return None if found is None else found.spoken
