"""A group exists for its members and for nobody else."""

from datetime import datetime

from microcare.decisions.values.classes import Classes
from microcare.groups.models import Group, Interest, Introduction, Invitation, Parting
from microcare.groups.values.coops import VOICE_OF
from microcare.people.models import Person


def is_member(person: Person | None, group: Group) -> bool:
    """Whoever is in the group now."""
    return person is not None and person.id in group.member_ids


def is_about(person: Person | None, parting: Parting) -> bool:
    """Whoever is asked to leave, also when they have left."""
    return person is not None and person.id == parting.person_id


def is_open_invitation(invitation: Invitation, now: datetime) -> bool:
    """Whether the link can still be answered."""
    return invitation.answered_at is None and now < invitation.expires_at


def is_own_interest(person: Person | None, interest: Interest) -> bool:
    """Whoever said it."""
    return person is not None and interest.person_id == person.id


def is_one_of_two(person: Person | None, introduction: Introduction) -> bool:
    """Either of the two who are introduced."""
    return person is not None and person.id in (introduction.one_id, introduction.other_id)


def classes_of(group: Group) -> Classes | None:
    """The classes of a co-operative as they are now, for a question that opens; else None (P28).

    Raises OnlyInvestors.
    """
    if group.coop is None:
        return None
    voices = {who: VOICE_OF[group.stake_of(who)] for who in group.member_ids}
    return Classes(group.coop.weights.among(set(voices.values())), voices)
