"""The closed lists of the directory, each code with the words a person reads for it."""

from dataclasses import dataclass
from enum import StrEnum

from microcare.kernel.words import N_


class Kind(StrEnum):
    """What sort of thing is listed. One person's circle, household or match never is."""

    MICRO_ENTERPRISE = "micro_enterprise"
    COOP = "coop"
    SHARED_LIVES_SCHEME = "shared_lives_scheme"
    HOMESHARE_SCHEME = "homeshare_scheme"
    CIRCLE_FACILITATOR = "circle_facilitator"
    COMMUNITY_GROUP = "community_group"
    OTHER = "other"


KIND_WORDS = {
    Kind.MICRO_ENTERPRISE: N_("Small enterprise"),
    Kind.COOP: N_("Co-op"),
    Kind.SHARED_LIVES_SCHEME: N_("Shared Lives scheme"),
    Kind.HOMESHARE_SCHEME: N_("Homeshare scheme"),
    Kind.CIRCLE_FACILITATOR: N_("Helps circles of support to start"),
    Kind.COMMUNITY_GROUP: N_("Community group"),
    Kind.OTHER: N_("Other local support"),
}


class Pay(StrEnum):
    """How people may pay."""

    DIRECT_PAYMENT = "direct_payment"
    ISF = "isf"
    PHB = "phb"
    OWN = "own"
    COUNCIL = "council"


PAY_WORDS = {
    Pay.DIRECT_PAYMENT: N_("A direct payment"),
    Pay.ISF: N_("An individual service fund"),
    Pay.PHB: N_("A personal health budget"),
    Pay.OWN: N_("Your own money"),
    Pay.COUNCIL: N_("The council pays us"),
}


class Day(StrEnum):
    """A day of the week, in order."""

    MON = "mon"
    TUE = "tue"
    WED = "wed"
    THU = "thu"
    FRI = "fri"
    SAT = "sat"
    SUN = "sun"


DAY_WORDS = {
    Day.MON: N_("Monday"),
    Day.TUE: N_("Tuesday"),
    Day.WED: N_("Wednesday"),
    Day.THU: N_("Thursday"),
    Day.FRI: N_("Friday"),
    Day.SAT: N_("Saturday"),
    Day.SUN: N_("Sunday"),
}


class Per(StrEnum):
    """What a price buys."""

    HOUR = "hour"
    SESSION = "session"
    DAY = "day"
    WEEK = "week"


PER_WORDS = {
    Per.HOUR: N_("an hour"),
    Per.SESSION: N_("a session"),
    Per.DAY: N_("a day"),
    Per.WEEK: N_("a week"),
}


class Room(StrEnum):
    """Whether more people can be taken on now."""

    ROOM = "room"
    WAITING = "waiting"
    FULL = "full"


ROOM_WORDS = {
    Room.ROOM: N_("Has room"),
    Room.WAITING: N_("Waiting list"),
    Room.FULL: N_("Full now"),
}


class Reach(StrEnum):
    """Where the help happens."""

    VISITS = "visits"
    VENUE = "venue"
    HOME = "home"


REACH_WORDS = {
    Reach.VISITS: N_("We go to people"),
    Reach.VENUE: N_("People come to a place that is not our home"),
    Reach.HOME: N_("People come to our home"),
}


class Access(StrEnum):
    """What makes a place or a visit easier to use."""

    STEP_FREE = "step_free"
    TOILET = "accessible_toilet"
    PARKING = "parking"
    HEARING_LOOP = "hearing_loop"
    QUIET = "quiet_space"
    BSL = "bsl"
    EASY_WORDS = "easy_words"
    ASSISTANCE_DOG = "assistance_dogs"
    BY_VIDEO = "by_video"


ACCESS_WORDS = {
    Access.STEP_FREE: N_("No steps"),
    Access.TOILET: N_("A toilet for wheelchair users"),
    Access.PARKING: N_("Parking close by"),
    Access.HEARING_LOOP: N_("A hearing loop"),
    Access.QUIET: N_("A quiet space"),
    Access.BSL: N_("We sign in BSL"),
    Access.EASY_WORDS: N_("We use easy words and pictures"),
    Access.ASSISTANCE_DOG: N_("Assistance dogs are welcome"),
    Access.BY_VIDEO: N_("We can meet by video"),
}


class HelpGroup(StrEnum):
    """The eight starting kinds of the home page; every help term stands under one."""

    MEALS = "meals"
    OUT = "out"
    COMPANY = "company"
    HOME = "home"
    MAKING = "making"
    LEARNING = "learning"
    BREAKS = "breaks"
    BODY = "body"


@dataclass(frozen=True, slots=True)
class GroupWords:
    """What a starting kind is called, a few words more, and its symbol."""

    name: str
    more: str
    symbol: str


GROUP_WORDS = {
    HelpGroup.MEALS: GroupWords(
        N_("Cooking and meals"), N_("Cook together, or a hot lunch"), "pot"
    ),
    HelpGroup.OUT: GroupWords(N_("Getting out"), N_("Walks, trips, shops, swimming"), "boot"),
    HelpGroup.COMPANY: GroupWords(N_("Company"), N_("A chat, a game, a visit"), "cup"),
    HelpGroup.HOME: GroupWords(N_("Help at home"), N_("Cleaning, washing, the garden"), "broom"),
    HelpGroup.MAKING: GroupWords(
        N_("Making and music"), N_("Art, sewing, singing, repairs"), "brush"
    ),
    HelpGroup.LEARNING: GroupWords(
        N_("Learning and work"), N_("Reading, money, finding a job"), "cap"
    ),
    HelpGroup.BREAKS: GroupWords(N_("Short breaks"), N_("A day or some days away"), "case"),
    HelpGroup.BODY: GroupWords(
        N_("Washing and dressing"), N_("Help with your body, in private"), "hand"
    ),
}
