"""The rules a person can break here, each named, in words fit to show."""

from microcare.kernel.errors import DomainError
from microcare.kernel.words import N_


class CannotDoThatNow(DomainError):
    """The listing is not in a state for this."""

    words = N_("This page has changed since you opened it. Look again, then choose.")


class StoppedByCatalyst(DomainError):
    """A catalyst stopped this page, so its keepers do not open it again."""

    words = N_("Your catalyst stopped this page. It opens again when they say so.")


class NotFinished(DomainError):
    """Something that must be answered before sending is missing."""

    words = N_("Some parts are still to do. Finish them, then send it.")


class UnknownHome(DomainError):
    """The postcode is not one we know."""

    words = N_("We do not know this postcode. Check it and try again.")
    field = "postcode"


class NoCatalystThere(DomainError):
    """No catalyst works where this listing is."""

    words = N_("No catalyst checks pages near you yet. We have kept your answers.")


class OwnListing(DomainError):
    """Nobody approves their own listing."""

    words = N_("This is your own page. Another catalyst must decide.")


class HasInterest(DomainError):
    """Nobody approves a listing they declared an interest in."""

    words = N_("You told us you have a tie to this page. Another catalyst must decide.")


class OtherPatch(DomainError):
    """A catalyst works their own patches only."""

    words = N_("This page is not in your area.")


class MovesAway(OtherPatch):
    """An edit that moves it is for the catalysts of where it goes."""

    words = N_("It moves to another area. A catalyst there must decide.")


class NoSafeguardingContact(DomainError):
    """The patch has nobody to ring about a worry."""

    words = N_("Your area needs a named contact and phone for worries about safety first.")


class ChecksMissing(DomainError):
    """A check that this work needs has not been seen, or has run out."""

    words = N_("You cannot say yes yet. Still to see: %(names)s.")


class NationNotYet(DomainError):
    """We know only England's rules on checks so far."""

    words = N_("We can say yes only in England so far. The rules elsewhere differ.")


class NeedsReason(DomainError):
    """A no, or a request for changes, comes with words."""

    words = N_("Say why, in a sentence or two")
    field = "words"


class AlreadyAnswered(DomainError):
    """A question is answered once."""

    words = N_("You have answered this question.")


class AlreadySettled(DomainError):
    """A report is settled once, and a wish."""

    words = N_("Someone has settled this already.")
    field = "words"


class NothingToAskYet(DomainError):
    """Nobody keeps this page, so a question would reach no one."""

    words = N_("No one looks after this page yet, so no one could answer.")


class TooManyQuestions(DomainError):
    """One listing gets so many questions from one address a day."""

    words = N_("You have asked a lot today. Try again tomorrow.")


class UnknownTerm(DomainError):
    """A help term that is not in the list."""

    words = N_("Pick from the list")
    field = "terms"


class UnknownOrganization(DomainError):
    """Nobody starts a page of what they do not run."""

    words = N_("Pick who runs it")
    field = "runs"


class ReadElsewhere(DomainError):
    """Who owns it is the same on each page of an organization, and one of them is being read."""

    words = N_("A catalyst is reading another page of yours. Change this after their answer.")


class TooBig(DomainError):
    """More workers than a micro-enterprise has."""

    words = N_("A small enterprise here has up to %(limit)d people working in it.")
    field = "workers"
