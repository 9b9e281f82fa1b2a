"""Who may do what, as far as people alone decide it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from microcare.people.models import Authority, LinkToken, Person, SignIn
from microcare.people.values import MAY_HOLD_MONEY, Act, AuthorityType, SignInLimits, Spoken


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
    """The person helped, at any time and without a reason; and whoever helps, for themselves.

    What a council or a court decided is ended by the admin too, when they decide otherwise.
    """
    if person is None:
        return False
    is_named = authority.type == AuthorityType.AUTHORISED_PERSON
    is_one_of_them = person.id in {authority.person_id, authority.supporter_id}
    return is_one_of_them or (person.is_admin and is_named)


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
    """Whether an authority counts on a day: taken up, begun, not over and not revoked.

    It ends with the life of whoever it is for (pooling P37).
    """
    return (
        not (authority.person and authority.person.is_gone)
        and authority.accepted_at is not None
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
    return is_live_authority(authority, on) and act in scope_of(authority)


def may_look_after(supporter: Person | None, authority: Authority) -> bool:
    """Whoever was named in an authority that they took up; whether it still counts is asked later.

    The page says "it is over" to whoever held it, and to nobody else that there was one.
    """
    return supporter is not None and authority.supporter_id == supporter.id


def scope_of(authority: Authority) -> frozenset[Act]:
    """What an authority reaches to, by what was granted and what its kind can hold (P29).

    An advocate speaks and decides nothing, so neither joins nor leaves; money is for two kinds.
    """
    granted = frozenset(Act(act) for act in authority.scope)
    if authority.type not in MAY_HOLD_MONEY or authority.limit_pence is None:
        granted -= {Act.MONEY}
    if authority.type == AuthorityType.ADVOCATE:
        granted -= {Act.BELONG}
    return granted


def only_speaks(authority: Authority) -> bool:
    """Whether this helper may pass on a worry and neither a yes nor a no: an advocate."""
    return authority.type == AuthorityType.ADVOCATE


def reaches(authority: Authority, pence: int) -> bool:
    """Whether so much money at once is within the authority."""
    return authority.limit_pence is not None and pence <= authority.limit_pence


@dataclass(frozen=True, slots=True)
class ActingFor:
    """Somebody does something for somebody else: decided once a request, kept nowhere after it.

    `authority` was locked and found live in this transaction, and reaches to what is asked.
    """

    authority: Authority
    helper: Person

    @property
    def person(self) -> Person:
        """Whose pages, money and word it is."""
        return self.authority.person

    @property
    def helper_id(self) -> UUID:
        """Who presses."""
        return self.helper.id

    @property
    def scope(self) -> frozenset[Act]:
        """What they may do."""
        return scope_of(self.authority)

    @property
    def spoken(self) -> Spoken:
        """The two ids that other features keep beside what was done."""
        return Spoken(authority_id=self.authority.id, helper_id=self.helper_id)
