"""What a group is told, and the rules of belonging."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from microcare.kernel.errors import DomainError
from microcare.kernel.words import N_

# People-sized (vision 5): more than this and a group should become two. The setting GROUP_LIMIT
# changes it.
MOST_MEMBERS = 12
INVITATION_LASTS = timedelta(days=21)


@dataclass(frozen=True, slots=True)
class MemberName:
    """A member as the others see them: a first name, what they could bring, and is it you."""

    person_id: UUID
    first_name: str
    brings: str
    is_me: bool


class GroupIsFull(DomainError):
    """A group is a handful of people."""

    words = N_("This group has %(most)d people, which is as many as fit. Start another one.")


class GroupHasGone(DomainError):
    """Everybody has left."""

    words = N_("Nobody is in this group any more. You can start one of your own.")


class GroupIsEnding(DomainError):
    """A group that winds down begins nothing new (pooling P40)."""

    words = N_("This group is coming to an end, so nothing new begins in it.")


class AlreadyInGroup(DomainError):
    """A person is in a group once."""

    words = N_("You are in this group already.")


class InvitationIsOver(DomainError):
    """Used, withdrawn or too old."""

    words = N_("This invitation has been used or is too old. Ask for a new one.")


class InvitedTooMany(DomainError):
    """More invitations are open than there are places."""

    words = N_("As many people are invited as fit. Wait for an answer first.")
    field = "email"
