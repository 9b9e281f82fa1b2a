"""What else a catalyst does to what was sent: sees checks, asks for changes, says no, stands aside.

The words reach the provider; so a no never comes without any.
"""

import uuid
from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from microcare.directory.models import DeclaredInterest, Listing, ListingCheck
from microcare.directory.policies import is_as_much, may_decide
from microcare.directory.services.document import public_check
from microcare.directory.services.history import hold, move_on, note
from microcare.directory.services.letters import tell_keepers
from microcare.directory.services.publish import last_approved, publish_change
from microcare.directory.services.reviewing import check_may_see
from microcare.directory.values import (
    Act,
    CheckSeen,
    MovesAway,
    NeedsReason,
    PublicCheck,
    State,
)
from microcare.kernel.clock import Clock
from microcare.people.models import Person


def ask_changes(
    session: Session,
    listing: Listing,
    *,
    words: str,
    by: Person,
    clock: Clock,
    parts: Sequence[str] = (),
) -> None:
    """Sends it back to be changed, with words that reach its keepers.

    `parts` are the slugs of the parts that the words are about.

    Raises NeedsReason, OtherPatch, MovesAway, OwnListing, HasInterest, CannotDoThatNow.
    """
    about = " ".join(parts)
    _send_back(session, listing, Act.ASK_CHANGES, words=words, about=about, by=by, clock=clock)


def decline_listing(
    session: Session, listing: Listing, *, words: str, by: Person, clock: Clock
) -> None:
    """Says no, with a reason that reaches its keepers; an edit goes back to being written.

    Raises as `ask_changes` does.
    """
    _send_back(session, listing, Act.DECLINE, words=words, by=by, clock=clock)


def _send_back(
    session: Session,
    listing: Listing,
    act: Act,
    *,
    words: str,
    by: Person,
    clock: Clock,
    about: str = "",
) -> None:
    check_may_see(session, listing, by)
    if not may_decide(by, listing):
        raise MovesAway
    if not words.strip():
        raise NeedsReason
    move_on(session, listing, act, by=by, clock=clock, words=words.strip(), about=about)
    listing.sent_at = None
    tell_keepers(session, listing.id, act.value, clock=clock)


def record_check(
    session: Session, listing: Listing, check: CheckSeen, *, by: Person, clock: Clock
) -> None:
    """Notes that `by` looked at a paper: its level, whose, when, until when; never the paper.

    Where the page shows an older one of the same kind and person, this one takes its place at
    once, if it is no less and was seen at the desk that answers for the page.

    Raises OtherPatch, OwnListing, HasInterest.
    """
    check_may_see(session, listing, by)
    # Held, so that two catalysts who note something at once do not make one version's number twice.
    hold(session, listing)
    session.add(
        ListingCheck(
            listing_id=listing.id,
            kind=check.kind.value,
            about=check.about,
            level=check.level,
            seen_by_id=by.id,
            seen_by=by.name,
            how=check.how,
            seen_on=check.seen_on,
            ends_on=check.ends_on,
            noted_at=clock.now(),
        )
    )
    about = f"{check.kind.value}:{check.about or ''}"
    note(session, listing, Act.CHECK, by=by, clock=clock, about=about)
    # Flushed so that what is still missing can be asked at once.
    session.flush()
    if listing.state in (State.PUBLIC, State.PAUSED):
        _publish_check(session, listing, check, by=by, clock=clock)


def _publish_check(
    session: Session, listing: Listing, seen: CheckSeen, *, by: Person, clock: Clock
) -> None:
    """What was seen for an edit alone, of somebody new or of another kind, waits with the edit.

    So does what was seen at the desk that an edit would move the page to, and what is less than
    the page shows: what people rely on was approved with more.
    """
    if listing.patch_id not in by.patch_ids:
        return
    shown = last_approved(session, listing).checks
    new = public_check(replace(seen, seen_by=by.name))
    checks = tuple(new if _takes_the_place(seen, one) else one for one in shown)
    if checks != shown:
        publish_change(session, listing, {"checks": checks}, cause=Act.CHECK, by=by, clock=clock)


def _takes_the_place(seen: CheckSeen, shown: PublicCheck) -> bool:
    is_same = (seen.kind, seen.about) == (shown.kind, shown.about)
    return is_same and is_as_much(seen.kind, seen.level, than=shown.level)


def declare_interest(
    session: Session, listing: Listing, *, tie: str, by: Person, clock: Clock
) -> None:
    """`by` is too close to this listing to decide: "relative", "employer", "client" or "other"."""
    mine = select(DeclaredInterest).where(
        DeclaredInterest.person_id == by.id, DeclaredInterest.listing_id == listing.id
    )
    if session.scalar(mine) is None:
        now = clock.now()
        session.add(
            DeclaredInterest(person_id=by.id, listing_id=listing.id, tie=tie, declared_at=now)
        )
        note(session, listing, Act.NOTE, by=by, clock=clock, about="interest")
        # Flushed so that an approval in the same transaction is refused.
        session.flush()


def take_back_interest(
    session: Session, listing: Listing, *, of_id: uuid.UUID, words: str, by: Person, clock: Clock
) -> None:
    """Another catalyst says why somebody stood aside by mistake. Both stay in the history.

    Nobody does it for themselves: whoever stood aside has an interest. Raises NeedsReason,
    OtherPatch, OwnListing, HasInterest.
    """
    check_may_see(session, listing, by)
    if not words.strip():
        raise NeedsReason
    theirs = delete(DeclaredInterest).where(
        DeclaredInterest.person_id == of_id, DeclaredInterest.listing_id == listing.id
    )
    if session.execute(theirs.returning(DeclaredInterest.id)).all():
        about = "interest_over"
        note(session, listing, Act.NOTE, by=by, clock=clock, words=words.strip(), about=about)
