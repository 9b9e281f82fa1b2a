"""Whom to ring in an area. Nothing in it is approved before there is somebody."""

from dataclasses import asdict

from sqlalchemy.orm import Session

from microcare.catalyst.models import ContactChange
from microcare.catalyst.values import Contact
from microcare.kernel.clock import Clock
from microcare.people.models import Person
from microcare.places.models import Patch
from microcare.places.services import change_patch
from microcare.places.values import PatchDetails


def set_contact(
    session: Session, patch: Patch, contact: Contact, *, by: Person, clock: Clock
) -> None:
    """Writes whom to ring, and notes who wrote it. Pages show it from then on."""
    details = PatchDetails(
        name=patch.name,
        organisation=patch.organisation,
        dbs_years=patch.dbs_years,
        **asdict(contact),
    )
    change_patch(session, patch, details=details)
    session.add(
        ContactChange(
            patch_id=patch.id,
            changed_by_id=by.id,
            changed_at=clock.now(),
            became=asdict(contact),
        )
    )
