"""What this feature holds about a person, for /my/data. Never anything of the other of two."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from microcare.groups.models import Group, InterestTurn, Introduction, Membership, Parting
from microcare.groups.models.coops import MemberStake
from microcare.groups.queries.finding import help_names, interests_of, named, parts_of
from microcare.groups.values import PART_WORDS
from microcare.groups.values.coops import STAKE_WORDS
from microcare.kernel.words import N_
from microcare.people.values import Held, Section

Entries = tuple[Mapping[str, Held], ...]


def personal_data(session: Session, person_id: UUID) -> list[Section]:
    """Groups, interests, introductions, and the days on which something new was said."""
    found = [
        Section(name="groups", title=N_("Your groups"), entries=_groups(session, person_id)),
        Section(
            name="interests",
            title=N_("What you want to do with others"),
            entries=_interests(session, person_id),
        ),
        Section(
            name="introductions",
            title=N_("People you may meet"),
            entries=_introductions(session, person_id),
            kept=N_("Some weeks, without you in it, so that nobody is told you left."),
        ),
        Section(
            name="partings",
            title=N_("When somebody was asked to leave"),
            entries=_partings(session, person_id),
            kept=N_("That it was, under a random number. The words go after 90 days."),
        ),
        Section(
            name="turns",
            title=N_("Days on which you said something new"),
            entries=_turns(session, person_id),
        ),
    ]
    found.append(
        Section(
            name="stakes",
            title=N_("Why you are in a co-operative"),
            entries=_stakes(session, person_id),
        )
    )
    return [section for section in found if section.entries]


def _groups(session: Session, person_id: UUID) -> Entries:
    rows = select(Membership, Group.name).join(Group).where(Membership.person_id == person_id)
    return tuple(
        {
            N_("Group"): name,
            N_("You said you could bring"): membership.brings,
            N_("Since"): membership.joined_at,
            N_("Left"): membership.left_at,
        }
        for membership, name in session.execute(rows.order_by(Membership.joined_at))
    )


def _interests(session: Session, person_id: UUID) -> Entries:
    names = help_names(session)
    return tuple(
        {
            N_("What"): ", ".join(named((row.help_slug for row in one.helps), names)),
            N_("Near"): one.outcode,
            N_("When"): ", ".join(PART_WORDS[part] for part in parts_of(one)),
            N_("Said on"): one.said_on,
            N_("Until"): one.ends_on,
            N_("For a group"): one.group_id is not None,
            N_("You would like to meet someone"): one.wants_at is not None,
            N_("A catalyst may see it until"): one.asked_until,
        }
        for one in interests_of(session, person_id)
    )


def _introductions(session: Session, person_id: UUID) -> Entries:
    names = help_names(session)
    rows = select(Introduction).where(
        or_(Introduction.one_id == person_id, Introduction.other_id == person_id)
    )
    return tuple(
        {
            N_("What"): ", ".join(named(one.helps, names)),
            N_("Since"): one.made_on,
            N_("Until"): one.ends_on,
            N_("You said yes"): one.answer_of(person_id) == "yes",
        }
        for one in session.scalars(rows.order_by(Introduction.made_on, Introduction.id))
    )


def _partings(session: Session, person_id: UUID) -> Entries:
    mine = or_(Parting.person_id == person_id, Parting.asked_by == person_id)
    rows = select(Parting).where(mine).order_by(Parting.asked_at, Parting.id)
    return tuple(
        {
            N_("It was about you"): one.person_id == person_id,
            N_("Why"): one.reason,
            N_("You replied"): one.reply if one.person_id == person_id else "",
            N_("Asked on"): one.asked_at,
            N_("Ended"): one.ended_at,
        }
        for one in session.scalars(rows)
    )


def _turns(session: Session, person_id: UUID) -> Entries:
    rows = select(InterestTurn.taken_on).where(InterestTurn.person_id == person_id)
    return tuple({N_("Day"): day} for day in session.scalars(rows.order_by(InterestTurn.taken_on)))


def _stakes(session: Session, person_id: UUID) -> Entries:
    rows = select(MemberStake, Group.name).join(Group, Group.id == MemberStake.group_id)
    rows = rows.where(MemberStake.person_id == person_id).order_by(MemberStake.said_at)
    return tuple(
        {N_("Group"): name, N_("Why"): STAKE_WORDS[row.value], N_("You said so"): row.said_at}
        for row, name in session.execute(rows)
    )
