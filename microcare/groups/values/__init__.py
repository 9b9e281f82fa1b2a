"""What groups and those who look for one are told, and the rules of belonging and of finding."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
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


class PartOfWeek(StrEnum):
    """When somebody could: rough on purpose, so that it tells no one's timetable."""

    WEEKDAY_MORNING = "weekday_morning"
    WEEKDAY_AFTERNOON = "weekday_afternoon"
    WEEKDAY_EVENING = "weekday_evening"
    WEEKEND_MORNING = "weekend_morning"
    WEEKEND_AFTERNOON = "weekend_afternoon"
    WEEKEND_EVENING = "weekend_evening"


PART_WORDS = {
    PartOfWeek.WEEKDAY_MORNING: N_("Weekday mornings"),
    PartOfWeek.WEEKDAY_AFTERNOON: N_("Weekday afternoons"),
    PartOfWeek.WEEKDAY_EVENING: N_("Weekday evenings"),
    PartOfWeek.WEEKEND_MORNING: N_("Weekend mornings"),
    PartOfWeek.WEEKEND_AFTERNOON: N_("Weekend afternoons"),
    PartOfWeek.WEEKEND_EVENING: N_("Weekend evenings"),
}
# What a person can want at a time, and how often in a week they can say something new. The
# database holds the first two (record 12).
MOST_INTERESTS = 3
MOST_TURNS = 3
TURN_LASTS = timedelta(days=7)
MOST_HELPS = 3
INTRODUCTION_LASTS = timedelta(days=14)
MEETING_LASTS = timedelta(weeks=8)
HAND_LASTS = timedelta(weeks=4)
INTRODUCTIONS_KEPT = timedelta(weeks=8)
# Kinds of help that are not something to do together, or that name a condition or a need of the
# body: by these nobody looks for company here, so nobody can be found by them either.
NOT_TO_FIND_BY = frozenset(
    {"appointments", "break-for-carers", "help-to-eat", "memory-loss", "night-time"}
)


@dataclass(frozen=True, slots=True)
class FindingRules:
    """How far is near, how long an interest lives, and how many fit into a group: settings."""

    miles: int = 5
    weeks: int = 8
    most_members: int = MOST_MEMBERS


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody wants to do with others, roughly where and when; for which group, if any."""

    helps: tuple[str, ...]
    outcode: str
    times: tuple[PartOfWeek, ...]
    group_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class InterestView:
    """One's own interest, with the one bit that is told of everybody else."""

    id: UUID
    helps: tuple[str, ...]
    outcode: str
    place: str
    times: tuple[PartOfWeek, ...]
    ends_on: date
    group_name: str
    is_someone: bool
    wants_to_meet: bool
    is_introduced: bool
    asked_until: date | None


@dataclass(frozen=True, slots=True)
class IntroductionView:
    """Somebody to meet, as one of the two sees it. `name` and `times` are empty until both agreed.

    `by` is the first name of the catalyst who thought of it. `group_id` is set once one of them
    has asked the other to join a group.
    """

    id: UUID
    helps: tuple[str, ...]
    times: tuple[PartOfWeek, ...]
    name: str
    by: str
    ends_on: date
    said_yes: bool
    is_met: bool
    own_group: str
    group_id: UUID | None
    is_mine: bool


@dataclass(frozen=True, slots=True)
class Finding:
    """All that the page shows: what one wants, whom one may meet, and when one can say more."""

    interests: tuple[InterestView, ...]
    introductions: tuple[IntroductionView, ...]
    next_turn_on: date | None

    @property
    def has_room(self) -> bool:
        """Whether one more interest fits."""
        return len(self.interests) < MOST_INTERESTS


@dataclass(frozen=True, slots=True)
class Asking:
    """Somebody who asked the catalyst to help them find others: all that a catalyst sees.

    But for `person_id`, which is there to note for that person that it was read.
    """

    id: UUID
    person_id: UUID
    first_name: str
    helps: tuple[str, ...]
    outcode: str
    place: str
    times: tuple[PartOfWeek, ...]
    is_for_group: bool
    asked_on: date
    until: date


class WantedEnough(DomainError):
    """Three interests at a time."""

    words = N_("You have said %(most)d things already. End one first.")


class NoTurnLeft(DomainError):
    """Three turns a week, so that nobody is found out by trying."""

    words = N_("You have said %(most)d new things this week. You can say more on %(day)s.")


class UnknownOutcode(DomainError):
    """The gazetteer has no such outcode."""

    words = N_("Write the first half of a postcode, like TA1")
    field = "outcode"


class NotAmongHelps(DomainError):
    """From one to three of the kinds of help that people look for company with."""

    words = N_("Pick up to %(most)d things")
    field = "helps"


class PickATime(DomainError):
    """Without a time nothing can overlap."""

    words = N_("Pick at least one time")
    field = "times"


class NotYourGroup(DomainError):
    """One looks for others for oneself, or for a group one is in that has room."""

    words = N_("Pick yourself, or a group of yours with room")
    field = "whose"


class InterestIsOver(DomainError):
    """It ran out or was ended."""

    words = N_("This has ended. You can say it again.")


class IntroductionIsOver(DomainError):
    """The days to answer have gone, or it was answered."""

    words = N_("This has ended. You can look for others.")


class NotMetYet(DomainError):
    """Before both have said yes there is nobody to start a group with."""

    words = N_("You can do this when you have both said yes.")


class PickTwo(DomainError):
    """A catalyst introduces two who asked for it, in their own area."""

    words = N_("Pick two people from the list")
    field = "who"


class IntroducedAlready(DomainError):
    """The same two are not introduced again by a catalyst."""

    words = N_("These two were introduced already.")
    field = "who"
