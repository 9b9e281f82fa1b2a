"""Somebody acts for somebody else: asked of the authority itself, in the transaction that acts.

Nothing of it is kept with the sign-in. The authority's row is read again, and locked against being
stopped at the same moment, each time that it is used (pooling P30).
"""

from dataclasses import replace
from datetime import datetime, time
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from microcare.kernel.clock import LONDON, Clock
from microcare.kernel.money import pounds
from microcare.people.models import Authority, Deed, Person
from microcare.people.policies import ActingFor, may_act_for, only_speaks, reaches
from microcare.people.values import Act, AuthorityIsOver, BeyondAuthority, OnlySpeaks, Spoken


def act_for(
    session: Session, authority_id: UUID, *, helper: Person, act: Act, clock: Clock
) -> ActingFor | None:
    """The authority of `helper` to do `act` now; None if there is none, or no more, or not for it.

    Where the transaction may write, whoever would stop the authority waits until it has ended.
    """
    authority = _locked(session, authority_id)
    if authority is None or not may_act_for(helper, authority, act=act, on=clock.today()):
        return None
    return ActingFor(authority, helper)


def authorise(session: Session, spoken: Spoken, *, pence: int, clock: Clock) -> None:
    """Lets a helper agree to `pence` of the person's money, or raises.

    Asked where the sum is known, in the service that spends it. Raises AuthorityIsOver,
    BeyondAuthority.
    """
    authority = _locked(session, spoken.authority_id)
    helper = session.get(Person, spoken.helper_id)
    if authority is None or not may_act_for(helper, authority, act=Act.MONEY, on=clock.today()):
        raise AuthorityIsOver
    if not reaches(authority, pence):
        most = f"£{pounds(authority.limit_pence or 0):,.2f}"
        raise BeyondAuthority(sum=f"£{pounds(pence):,.2f}", most=most)


def pass_on(session: Session, spoken: Spoken, *, is_worry: bool, clock: Clock) -> None:
    """Lets a helper pass on what the person said, or raises AuthorityIsOver or OnlySpeaks."""
    authority = _speaking(session, spoken.authority_id, clock=clock)
    if authority is None or authority.supporter_id != spoken.helper_id:
        raise AuthorityIsOver
    if only_speaks(authority) and not is_worry:
        raise OnlySpeaks


def still_speaks(session: Session, spoken: Spoken, *, clock: Clock) -> bool:
    """Whether this helper may pass on the person's words now: asked again when they count."""
    authority = _speaking(session, spoken.authority_id, clock=clock)
    return authority is not None and authority.supporter_id == spoken.helper_id


def _speaking(session: Session, authority_id: UUID, *, clock: Clock) -> Authority | None:
    """The authority, locked, where its holder may pass on answers today."""
    found, today = _locked(session, authority_id), clock.today()
    if found is None or not may_act_for(found.supporter, found, act=Act.ANSWER, on=today):
        return None
    return found


def still_reaches(session: Session, authority_id: UUID, *, pence: int, clock: Clock) -> bool:
    """Whether an authority that agreed to `pence` would still do so: asked when it is to count."""
    authority = _locked(session, authority_id)
    return (
        authority is not None
        and may_act_for(authority.supporter, authority, act=Act.MONEY, on=clock.today())
        and reaches(authority, pence)
    )


def _locked(session: Session, authority_id: UUID) -> Authority | None:
    rows = select(Authority).where(Authority.id == authority_id)
    # On SQLite a transaction that writes is alone anyway.
    rows = rows.with_for_update(of=Authority, key_share=False, read=True)
    return session.scalar(rows.execution_options(populate_existing=True))


def note_deed(session: Session, spoken: Spoken, *, what: str, clock: Clock) -> Deed:
    """Writes down what a helper did, in the transaction that does it, for the person to read."""
    person_id = session.get_one(Authority, spoken.authority_id).person_id
    row = Deed(
        authority_id=spoken.authority_id,
        person_id=person_id,
        helper_id=spoken.helper_id,
        what=what,
        is_sight=False,
        how=spoken.how.value if spoken.how else None,
        words=spoken.words,
        at=clock.now(),
    )
    session.add(row)
    return row


def note_sight(session: Session, spoken: Spoken, *, what: str, clock: Clock) -> None:
    """Writes down that a helper looked at a page; the same page is one row a day."""
    begins = datetime.combine(clock.today(), time(), tzinfo=LONDON)
    seen = select(Deed.id).where(Deed.authority_id == spoken.authority_id, Deed.what == what)
    if session.scalar(seen.where(Deed.is_sight, Deed.at >= begins).limit(1)) is not None:
        return
    note_deed(session, replace(spoken, how=None, words=""), what=what, clock=clock).is_sight = True
