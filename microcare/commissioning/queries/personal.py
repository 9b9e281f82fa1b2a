"""What this feature holds about a person, for /my/data."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy.orm import Session

from microcare.commissioning.queries.budding import moves_of
from microcare.commissioning.queries.working import promises_of
from microcare.kernel.money import pounds
from microcare.kernel.words import N_
from microcare.people.values import Held, Section


def personal_data(session: Session, person_id: UUID) -> list[Section]:
    """What a person promised with their groups, their own sums only."""
    entries: tuple[Mapping[str, Held], ...] = tuple(
        {
            N_("Group"): promise.group_name,
            N_("With"): promise.provider,
            N_("Promised"): f"£{pounds(promise.pence):.2f}",
            N_("Sessions"): promise.sessions,
            N_("Last day"): promise.last_on,
        }
        for promise in promises_of(session, person_id)
    )
    kept = N_("Shares stay under a random number, as the law asks. Names do not.")
    title = N_("What you promised")
    promised = [Section(name="promises", title=title, entries=entries, kept=kept)]
    return [*(promised if entries else []), *moves_of(session, person_id)]
