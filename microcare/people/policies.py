"""Who may do what, as far as people alone decide it."""

from datetime import date, datetime
from typing import Any

from microcare.people.models import Authority, LinkToken, Person, SignIn
from microcare.people.values import MAY_HOLD_MONEY, Act, SignInLimits


def is_signed_in(person: Person | None, _thing: Any = None) -> bool:
    """Whoever has signed in."""
    return person is not None


def is_catalyst(person: Person | None, _thing: Any = None) -> bool:
    """Whoever is catalyst of at least one patch."""
    return person is not None and person.is_catalyst


def is_admin(person: Person | None, _thing: Any = None) -> bool:
    """Whoever looks after accounts."""
    return person is not None and person.is_admin


def may_hold_codes(person: Person | None, _thing: Any = None) -> bool:
    """Those whose sign-in has a second step."""
    return is_catalyst(person) or is_admin(person)


def is_own_link(person: Person | None, link: LinkToken) -> bool:
    """The person whom a link was sent for, signed in."""
    return person is not None and person.id == link.person_id


def may_stop_support(person: Person | None, authority: Authority) -> bool:
    """The person helped, at any time and without a reason; and whoever helps, for themselves."""
    return person is not None and person.id in {authority.person_id, authority.supporter_id}


def is_live_sign_in(sign_in: SignIn, now: datetime, limits: SignInLimits) -> bool:
    """Whether a sign-in still counts: not ended, not idle too long, not too old."""
    return (
        sign_in.ended_at is None
        and now - sign_in.last_seen_at <= limits.idle
        and now - sign_in.started_at <= limits.absolute
    )


def needs_second_factor(person: Person, *, is_loopback: bool) -> bool:
    """Whether a code is asked for at sign-in: of catalysts and admins.

    Demonstration people are let off, but only on a site that no other machine can reach.
    """
    if person.is_demonstration and is_loopback:
        return False
    return may_hold_codes(person)


def is_live_link(link: LinkToken, now: datetime) -> bool:
    """Whether a link can still do its one job."""
    return link.used_at is None and now < link.expires_at


def is_live_authority(authority: Authority, on: date) -> bool:
    """Whether an authority counts on a day: taken up, begun, not over and not revoked."""
    return (
        authority.accepted_at is not None
        and authority.revoked_at is None
        and authority.starts_on <= on
        and (authority.ends_on is None or on <= authority.ends_on)
    )


def may_act_for(supporter: Person | None, authority: Authority, *, act: Act, on: date) -> bool:
    """Whether `supporter` may do `act` for the person on that day; asked at the moment of use.

    Money needs both a sum in the record and a kind of authority that can hold it (pooling P29).
    """
    if supporter is None or authority.supporter_id != supporter.id:
        return False
    if not is_live_authority(authority, on) or act not in authority.scope:
        return False
    if act is not Act.MONEY:
        return True
    return authority.limit_pence is not None and authority.type in MAY_HOLD_MONEY
