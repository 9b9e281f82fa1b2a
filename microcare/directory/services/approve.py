"""A catalyst says yes: the public document is made, kept for good, and put in the index."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from microcare.directory.models import Listing, ListingVersion
from microcare.directory.policies import (
    MayApprove,
    missing_checks,
    why_not_approve,
)
from microcare.directory.queries import answers_of, checks_needed, checks_seen, interested_ids
from microcare.directory.services.document import public_document
from microcare.directory.services.history import hold, move_on
from microcare.directory.services.letters import tell_keepers
from microcare.directory.services.place import settle_move
from microcare.directory.services.publish import publish
from microcare.directory.services.stopping import end_stop
from microcare.directory.values import Act, Answers, PublicListing, Rules, State, from_json
from microcare.kernel.clock import Clock
from microcare.kernel.errors import DomainError
from microcare.kernel.ids import slugify
from microcare.people.models import Person
from microcare.places.councils import nation_of
from microcare.places.models import Patch
from microcare.places.queries import patch_by_id

# Addresses under /listings/ that are pages of their own.
TAKEN_SLUGS = {"new"}


def approve_listing(
    session: Session,
    listing: Listing,
    *,
    by: Person,
    clock: Clock,
    words: str = "",
    rules: Rules | None = None,
) -> PublicListing:
    """Makes the listing, or the edit of it, public.

    In one transaction: the version, the index, the history and a letter to its keepers. Raises
    OtherPatch, MovesAway, OwnListing, HasInterest, CannotDoThatNow, NationNotYet,
    NoSafeguardingContact, ChecksMissing.
    """
    hold(session, listing)
    answers = answers_of(listing)
    broken = why_not(session, listing, answers, by=by, clock=clock, rules=rules)
    if broken is not None:
        raise broken
    patch = patch_by_id(session, listing.desk_id) if listing.desk_id else None
    if patch is None:
        raise LookupError("why_not has just seen this patch")
    document = _document(session, listing, answers, patch=patch, by=by, clock=clock)
    # Published first: the database lets no listing be public without its version.
    document = publish(session, listing, document, cause=Act.APPROVE, by=by, clock=clock)
    if listing.state == State.SENT:
        # Read anew as a whole, so whatever it was once stopped for is over.
        end_stop(session, listing.id, clock=clock)
    settle_move(listing)
    words = words.strip()
    move_on(session, listing, Act.APPROVE, by=by, clock=clock, words=words)
    tell_keepers(session, listing.id, "approved", clock=clock, has_words=bool(words))
    return document


def why_not(
    session: Session,
    listing: Listing,
    answers: Answers,
    *,
    by: Person,
    clock: Clock,
    rules: Rules | None = None,
) -> DomainError | None:
    """The first rule that approving this listing now would break, or None."""
    seen, nation = checks_seen(session, listing.id), nation_of(listing.desk_council_code or " ")
    needed = checks_needed(listing, answers, rules=rules)
    facts = MayApprove(
        patch=patch_by_id(session, listing.desk_id) if listing.desk_id else None,
        nation=nation,
        interested_ids=interested_ids(session, listing.id),
        missing=missing_checks(needed, seen, today=clock.today()),
    )
    return why_not_approve(by, listing, facts)


def _document(
    session: Session,
    listing: Listing,
    answers: Answers,
    *,
    patch: Patch,
    by: Person,
    clock: Clock,
) -> PublicListing:
    last = session.get(ListingVersion, listing.version_id) if listing.version_id else None
    before = from_json(PublicListing, last.document) if last else None
    if before is None:
        listing.slug = _free_slug(session, listing)
        # The keeper has just been through every answer, so it is right as of today.
        listing.confirmed_on = (listing.sent_at or clock.now()).date()
        listing.confirmed_by = _keeper_name(session, listing)
    return public_document(
        listing,
        answers,
        seen=checks_seen(session, listing.id),
        patch=patch,
        approved_by=by.name,
        clock=clock,
        before=before,
    )


def _free_slug(session: Session, listing: Listing) -> str:
    slug = slugify(listing.name)
    taken = session.scalar(select(Listing.id).where(Listing.slug == slug))
    is_free = taken is None and slug not in TAKEN_SLUGS
    return slug if is_free else f"{slug}-{listing.id.hex[:6]}"


def _keeper_name(session: Session, listing: Listing) -> str:
    first = min(listing.keepers, key=lambda keeper: keeper.since, default=None)
    person = session.get(Person, first.person_id) if first else None
    return person.first_name if person else ""
