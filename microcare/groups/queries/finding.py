"""What one person sees of finding others: their own interests, and who may meet them."""

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, selectinload

from microcare.directory.queries import help_terms
from microcare.directory.values import HelpGroup, HelpTerm
from microcare.groups.models import Group, Interest, InterestTurn, Introduction
from microcare.groups.queries.belonging import groups_of
from microcare.groups.queries.near import is_someone_near
from microcare.groups.values import (
    MOST_TURNS,
    NOT_TO_FIND_BY,
    TURN_LASTS,
    Finding,
    FindingRules,
    InterestView,
    IntroductionView,
    PartOfWeek,
)
from microcare.people.models import Person
from microcare.people.queries import people_by_ids
from microcare.places.gazetteer.tables import outcodes

WHOLE = (selectinload(Interest.helps), selectinload(Interest.times))


def helps_to_find_by(session: Session) -> list[HelpTerm]:
    """The kinds of help that somebody can look for company with, in the order they are shown."""
    return [
        term
        for term in help_terms(session)
        if term.group != HelpGroup.BODY and term.slug not in NOT_TO_FIND_BY
    ]


def help_names(session: Session) -> dict[str, str]:
    """The names of the kinds of help, by slug."""
    return {term.slug: term.name for term in help_terms(session)}


def named(slugs: Iterable[str], names: Mapping[str, str]) -> tuple[str, ...]:
    """What these kinds of help are called; one that is offered no longer by its slug."""
    return tuple(names.get(slug, slug.replace("-", " ")) for slug in slugs)


def interest_by_id(session: Session, interest_id: UUID) -> Interest | None:
    """One interest, whole."""
    return session.get(Interest, interest_id, options=WHOLE)


def interests_of(session: Session, person_id: UUID) -> list[Interest]:
    """A person's interests, the oldest first; those that ran out too, until they are forgotten."""
    rows = select(Interest).options(*WHOLE).where(Interest.person_id == person_id)
    return list(session.scalars(rows.order_by(Interest.said_on, Interest.slot)))


def parts_of(interest: Interest) -> tuple[PartOfWeek, ...]:
    """The parts of the week that would do, in the order of the week."""
    said = {row.part for row in interest.times}
    return tuple(part for part in PartOfWeek if part.value in said)


def introduction_by_id(session: Session, introduction_id: UUID) -> Introduction | None:
    """One introduction."""
    return session.get(Introduction, introduction_id)


def open_introductions_of(session: Session, person_id: UUID, *, today: date) -> list[Introduction]:
    """Those that a person can still answer or use, and did not say no to."""
    rows = (
        select(Introduction)
        .where(or_(Introduction.one_id == person_id, Introduction.other_id == person_id))
        .where(Introduction.ends_on >= today)
        .order_by(Introduction.made_on, Introduction.id)
    )
    return [i for i in session.scalars(rows) if i.answer_of(person_id) not in ("no", "left")]


def next_turn_on(session: Session, person_id: UUID, *, today: date) -> date | None:
    """The day on which a person can say something new again; None where they can today."""
    rows = select(InterestTurn.taken_on).where(InterestTurn.person_id == person_id)
    taken = [day + TURN_LASTS for day in session.scalars(rows) if day + TURN_LASTS > today]
    return None if len(taken) < MOST_TURNS else min(taken)


def finding_of(session: Session, person: Person, *, rules: FindingRules, today: date) -> Finding:
    """The whole of the page of one person."""
    names, groups = help_names(session), groups_of(session, person.id)
    open_ones = open_introductions_of(session, person.id, today=today)
    busy = {introduction.id for introduction in open_ones if introduction.met_on is None}
    group_names = {group.id: group.name for group in groups}
    return Finding(
        interests=tuple(
            InterestView(
                id=one.id,
                helps=named((row.help_slug for row in one.helps), names),
                outcode=one.outcode,
                place=place_of(one.outcode),
                times=parts_of(one),
                ends_on=one.ends_on,
                group_name=group_names.get(one.group_id, "") if one.group_id else "",
                is_someone=is_someone_near(session, one, rules=rules, today=today),
                wants_to_meet=one.wants_at is not None,
                is_introduced=one.introduction_id in busy,
                asked_until=one.asked_until if is_asked(one, today) else None,
            )
            for one in interests_of(session, person.id)
            if one.ends_on >= today
        ),
        introductions=_introductions(session, person, open_ones, names=names, groups=groups),
        next_turn_on=next_turn_on(session, person.id, today=today),
    )


def is_asked(interest: Interest, today: date) -> bool:
    """Whether a catalyst is asked to help with it now."""
    return interest.asked_until is not None and interest.asked_until >= today


def place_of(outcode: str) -> str:
    """The town or village that an outcode is near."""
    found = outcodes().get(outcode)
    return found.nearest_place if found else outcode


def _introductions(
    session: Session,
    me: Person,
    found: list[Introduction],
    *,
    names: Mapping[str, str],
    groups: list[Group],
) -> tuple[IntroductionView, ...]:
    # No name is read, let alone shown, before both have said yes.
    met = [other for i in found if i.met_on is not None and (other := i.beside(me.id))]
    catalysts = [i.by_catalyst_id for i in found if i.by_catalyst_id]
    people = people_by_ids(session, [*met, *catalysts])
    own = {group.id: group.name for group in groups}
    return tuple(
        IntroductionView(
            id=one.id,
            helps=named(one.helps, names),
            times=tuple(p for p in PartOfWeek if p.value in one.times) if one.met_on else (),
            name=_first_name(people, one.beside(me.id)) if one.met_on else "",
            by=_first_name(people, one.by_catalyst_id),
            ends_on=one.ends_on,
            said_yes=one.answer_of(me.id) == "yes",
            is_met=one.met_on is not None,
            own_group=_own_group(one, me, own),
            group_id=one.group_id,
            is_mine=one.started_by_id == me.id,
        )
        for one in found
        if one.met_on is None or one.beside(me.id) is not None
    )


def _own_group(introduction: Introduction, me: Person, own: Mapping[UUID, str]) -> str:
    group_id = introduction.group_of(me.id)
    return own.get(group_id, "") if group_id else ""


def _first_name(people: Mapping[UUID, Person], person_id: UUID | None) -> str:
    found = people.get(person_id) if person_id else None
    return found.first_name if found else ""
