"""Begins a listing: by whoever will keep it, or as a catalyst's idea that nobody keeps yet."""

import uuid

from sqlalchemy.orm import Session

from microcare.directory.models import Listing, ListingKeeper, Organization
from microcare.directory.queries import organizations_kept_by
from microcare.directory.services.history import move_on, note
from microcare.directory.values import Act, NameAndKind, State, UnknownOrganization
from microcare.kernel.clock import Clock
from microcare.kernel.ids import new_id
from microcare.people.models import Person
from microcare.people.services import mark_provider


def start_listing(
    session: Session,
    named: NameAndKind,
    *,
    by: Person,
    clock: Clock,
    organization_id: uuid.UUID | None = None,
) -> Listing:
    """Begins a draft that `by` keeps, run by an organization of theirs or by a new one.

    Raises UnknownOrganization where `organization_id` is of one that they run nothing of.
    """
    organization = None
    if organization_id is not None:
        known = {runs.id: runs for runs in organizations_kept_by(session, by.id)}
        if organization_id not in known:
            raise UnknownOrganization
        organization = known[organization_id]
    listing = new_listing(session, named, state=State.DRAFT, organization=organization, clock=clock)
    _keep(session, listing, by, clock=clock)
    note(session, listing, Act.START, by=by, clock=clock)
    return listing


def note_idea(
    session: Session,
    named: NameAndKind,
    *,
    words: str,
    patch_id: uuid.UUID,
    by: Person,
    clock: Clock,
) -> Listing:
    """Notes, for the catalysts of a patch, something that might become a listing one day."""
    listing = new_listing(session, named, state=State.IDEA, clock=clock)
    listing.patch_id = patch_id
    note(session, listing, Act.NOTE, by=by, clock=clock, words=words)
    return listing


def give_listing(
    session: Session, listing: Listing, *, to: Person, by: Person, clock: Clock
) -> None:
    """Hands an idea or an imported listing to the person who will keep it."""
    _keep(session, listing, to, clock=clock)
    if listing.state == State.IDEA:
        move_on(session, listing, Act.START, by=by, clock=clock)


def new_listing(
    session: Session,
    named: NameAndKind,
    *,
    state: State,
    clock: Clock,
    organization: Organization | None = None,
) -> Listing:
    """An empty listing of an organization, or of a new one of its own; flushed."""
    listing_id = new_id()
    listing = Listing(
        id=listing_id,
        organization=organization or Organization(id=new_id(), name=named.name),
        # Its address is made of its name when it is first approved; until then nobody sees one.
        slug=f"x-{listing_id}",
        state=state.value,
        name=named.name,
        kind=named.kind.value,
        created_at=clock.now(),
        saved_at=clock.now(),
    )
    session.add(listing)
    # Flushed because what hangs on it refers to it by its id.
    session.flush()
    return listing


def _keep(session: Session, listing: Listing, person: Person, *, clock: Clock) -> None:
    session.add(ListingKeeper(listing_id=listing.id, person_id=person.id, since=clock.now()))
    mark_provider(person)
    # Flushed so that whoever asks next in this transaction sees who keeps it.
    session.flush()
