"""What this feature holds about a person, for /my/data: all of it but what only guards a secret."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, selectinload

from microcare.kernel.money import pounds
from microcare.kernel.words import N_
from microcare.people.models import (
    Authority,
    Deed,
    KeptWriting,
    LinkToken,
    Person,
    RoleGrant,
    SignIn,
)
from microcare.people.queries.deaths import deaths_section
from microcare.people.queries.finding import recovery_codes_left, second_factor
from microcare.people.queries.seen import looked_section, seen_section
from microcare.people.values import (
    ACT_WORDS,
    AUTHORITY_WORDS,
    HOW_WORDS,
    PURPOSE_WORDS,
    ROLE_WORDS,
    Act,
    AuthorityType,
    Held,
    How,
    Purpose,
    Role,
    Section,
)
from microcare.places.models import Patch

Entries = tuple[Mapping[str, Held], ...]


def personal_data(session: Session, person_id: UUID) -> list[Section]:
    """A person's account, roles, sign-ins, links, and who helps whom; empty parts left out."""
    person = session.get(Person, person_id, options=[selectinload(Person.grants)])
    if person is None:
        return []
    parts = [
        _account(session, person),
        _roles(session, person),
        _sign_ins(session, person),
        _links(session, person),
        _supporters(session, person),
        _deeds(session, person),
        _writing(session, person),
        deaths_section(session, person.id),
        seen_section(session, person.id),
        looked_section(session, person.id),
    ]
    return [part for part in parts if part.entries]


def _account(session: Session, person: Person) -> Section:
    factor = second_factor(session, person.id)
    entry: dict[str, Held] = {
        N_("Name"): person.name,
        N_("E-mail"): person.email,
        N_("E-mail checked"): person.verified_at,
        N_("Account made"): person.created_at,
        N_("You agreed that we keep it"): person.agreed_at,
        N_("Has a password"): person.password_hash is not None,
        N_("Has a code app"): factor is not None and factor.confirmed_at is not None,
        N_("Looks after a page"): person.is_provider,
    }
    if factor is not None:
        entry[N_("Recovery codes left")] = recovery_codes_left(session, person.id)
    return Section(
        name="account",
        title=N_("Your account"),
        entries=(entry,),
        kept=N_("That there was an account, and its dates, without your name or e-mail."),
    )


def _roles(session: Session, person: Person) -> Section:
    rows = (
        select(RoleGrant, Patch.name)
        .outerjoin(Patch, Patch.id == RoleGrant.patch_id)
        .where(RoleGrant.person_id == person.id)
        .order_by(RoleGrant.granted_at, RoleGrant.id)
    )
    entries: Entries = tuple(
        {
            N_("Role"): ROLE_WORDS[Role(grant.role)],
            N_("Area"): area,
            N_("From"): grant.granted_at,
            N_("Ended"): grant.ended_at,
        }
        for grant, area in session.execute(rows)
    )
    kept = N_("That the role was held, and when, under a random number.")
    return Section(name="roles", title=N_("Your roles"), entries=entries, kept=kept)


def _sign_ins(session: Session, person: Person) -> Section:
    query = select(SignIn).where(SignIn.person_id == person.id).order_by(SignIn.started_at.desc())
    entries: Entries = tuple(
        {
            N_("Signed in"): one.started_at,
            N_("Last seen"): one.last_seen_at,
            N_("Signed out"): one.ended_at,
        }
        for one in session.scalars(query)
    )
    return Section(name="sign_ins", title=N_("Where you signed in"), entries=entries)


def _links(session: Session, person: Person) -> Section:
    query = select(LinkToken).where(LinkToken.person_id == person.id)
    entries: Entries = tuple(
        {
            N_("What for"): PURPOSE_WORDS[Purpose(one.purpose)],
            N_("Sent"): one.created_at,
            N_("Works until"): one.expires_at,
            N_("Used"): one.used_at,
            N_("E-mail"): one.details.get("email") or one.details.get("old_email"),
        }
        for one in session.scalars(query.order_by(LinkToken.created_at, LinkToken.id))
    )
    return Section(name="links", title=N_("Links we made for you"), entries=entries)


def _supporters(session: Session, person: Person) -> Section:
    query = select(Authority).where(
        or_(Authority.person_id == person.id, Authority.supporter_id == person.id)
    )
    entries: Entries = tuple(
        _authority(one, person) for one in session.scalars(query.order_by(Authority.granted_at))
    )
    kept = N_("That somebody could help, with what and when, without a name.")
    return Section(name="supporters", title=N_("Who helps whom"), entries=entries, kept=kept)


def _authority(one: Authority, person: Person) -> Mapping[str, Held]:
    entry: dict[str, Held] = {
        N_("Who is helped"): one.person.name,
        N_("Who helps"): one.supporter_name,
        N_("In what way"): AUTHORITY_WORDS[AuthorityType(one.type)],
    }
    entry |= {ACT_WORDS[act]: act in one.scope for act in Act}
    if one.person_id == person.id:
        entry[N_("We wrote to")] = one.invited_email
    if one.limit_pence is not None:
        entry[N_("The most at once")] = f"£{pounds(one.limit_pence):,.2f}"
    return entry | {
        N_("What it rests on"): one.basis,
        N_("Asked on"): one.granted_at,
        N_("Said yes"): one.accepted_at,
        N_("From"): one.starts_on,
        N_("Until"): one.ends_on,
        N_("Stopped"): one.revoked_at,
    }


def _deeds(session: Session, person: Person) -> Section:
    """What was done and seen for them, and what they did and saw for others."""
    query = select(Deed).where(or_(Deed.person_id == person.id, Deed.helper_id == person.id))
    entries: Entries = tuple(
        {
            N_("Who was helped"): N_("You") if one.person_id == person.id else N_("Somebody else"),
            N_("What it was"): one.what,
            N_("Only looked at"): one.is_sight,
            N_("How it was said"): HOW_WORDS[How(one.how)] if one.how else "",
            # What somebody else said is theirs to read.
            N_("What was said"): one.words if one.person_id == person.id else "",
            N_("When"): one.at,
        }
        for one in session.scalars(query.order_by(Deed.at, Deed.id))
    )
    kept = N_("What you did for others stays for them to read, without your name.")
    return Section(name="deeds", title=N_("What was done for you"), entries=entries, kept=kept)


def _writing(session: Session, person: Person) -> Section:
    kept = session.get(KeptWriting, person.id)
    title = N_("Words kept while you were signed out")
    if kept is None:
        return Section(name="writing", title=title)
    entry: dict[str, Held] = {
        N_("What you wrote"): " / ".join(value for _, value in kept.fields),
        N_("Kept since"): kept.kept_at,
    }
    return Section(name="writing", title=title, entries=(entry,))
