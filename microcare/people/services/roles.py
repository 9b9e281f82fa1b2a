"""Giving and ending roles."""

from uuid import UUID

from sqlalchemy.orm import Session

from microcare.kernel.clock import Clock
from microcare.outbox.services import queue
from microcare.people.models import Person, RoleGrant
from microcare.people.queries import count_admins
from microcare.people.services.seen import record_access
from microcare.people.services.sign_ins import end_every_sign_in
from microcare.people.values import LastAdmin, PatchNeeded, Role
from microcare.people.values.seen import Seen


def grant_role(
    session: Session,
    person: Person,
    *,
    role: str,
    clock: Clock,
    patch_id: UUID | None = None,
    granted_by: Person | None = None,
) -> RoleGrant:
    """Gives `person` the role ("catalyst" of a patch, or "admin"); once given is enough.

    They are signed out everywhere, so that their next sign-in asks for the second step.
    Raises PatchNeeded when a catalyst has no patch or an admin has one.
    """
    wanted = Role(role)
    if (wanted is Role.CATALYST) != (patch_id is not None):
        raise PatchNeeded
    for grant in person.live_grants:
        if grant.role == wanted and grant.patch_id == patch_id:
            return grant
    grant = RoleGrant(
        person_id=person.id,
        role=wanted.value,
        patch_id=patch_id,
        granted_at=clock.now(),
        granted_by_id=granted_by.id if granted_by else None,
        ended_at=None,
    )
    person.grants.append(grant)
    end_every_sign_in(session, person.id, clock=clock)
    record_access(session, person.id, by=granted_by, what=Seen.ROLE_GIVEN, clock=clock)
    if granted_by is not None:
        _tell(session, person.id, clock)
    return grant


def end_role(session: Session, grant: RoleGrant, *, by: Person, clock: Clock) -> None:
    """`by` takes a role back, at once. Raises LastAdmin when nobody could give roles any more."""
    if grant.role == Role.ADMIN and count_admins(session) <= 1:
        raise LastAdmin
    grant.ended_at = clock.now()
    record_access(session, grant.person_id, by=by, what=Seen.ROLE_TAKEN, clock=clock)
    _tell(session, grant.person_id, clock)


def _tell(session: Session, person_id: UUID, clock: Clock) -> None:
    payload = {"person_id": str(person_id)}
    queue(session, kind="people.role_changed", payload=payload, clock=clock)
