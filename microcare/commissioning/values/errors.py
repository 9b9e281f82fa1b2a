"""The rules of wanting, offering and promising, each with words for who breaks it."""

from microcare.kernel.errors import DomainError
from microcare.kernel.words import N_


class TooFewMembers(DomainError):
    """Sharing takes two."""

    words = N_("Sharing takes at least two people. Invite somebody first.")


class TooManyForOffer(DomainError):
    """The price was for fewer people."""

    words = N_("This offer is for up to %(most)d people. Ask them for a new one.")


class AskedAlready(DomainError):
    """A provider is not asked again while they think."""

    words = N_("Your group has asked them already.")


class AskedEnough(DomainError):
    """A handful is asked at a time."""

    words = N_("You have asked %(most)d already. Wait for an answer first.")


class NothingWantedYet(DomainError):
    """Nobody can answer a brief that is not there."""

    words = N_("Write what you want first, so they know what to offer.")


class ProviderNotOpen(DomainError):
    """The provider is not public, or is paused, at this moment."""

    words = N_("They are not taking new work now. Nothing was set aside.")


class CareNotRegistered(DomainError):
    """Care of the body by more than one worker, and nobody has seen that the CQC knows them (P50).

    Raised at the moment of use: a registration that was seen may have ended since.
    """

    words = N_(
        "This is help with washing or dressing. A catalyst must see first that the CQC knows them."
    )


class OfferIsOver(DomainError):
    """The offer has closed or was taken back."""

    words = N_("This offer has ended. Ask them for a new one.")


class OfferTooSoon(DomainError):
    """The first session must come after the offer closes."""

    words = N_("The first day must be 4 days or more after the day they must answer by")
    field = "first_on"


class ClosesTooSoon(DomainError):
    """People need days to read and think."""

    words = N_("Give them at least 5 days to answer")
    field = "closes_on"


class PickYourMoney(DomainError):
    """A yes names the money it is said with."""

    words = N_("Pick which of your money to use")
    field = "budget"


class NoMoneyForDays(DomainError):
    """Each session draws on money that its day lies in (pooling P2a). Told to its owner alone."""

    words = N_(
        "The money you picked is not for all the days of this plan. Pick more of your money for"
        " the rest."
    )
    field = "budget"


class NothingToPay(DomainError):
    """Whoever stands aside has no money in it to say yes with."""

    words = N_("You stand aside, so this costs you nothing. Join in again first.")
    field = "answer"


class NotYoursToEnd(DomainError):
    """A plan ends by whoever put it, or by anybody while a worry stands (pooling P22)."""

    words = N_("Only who put this plan can end it. If something is wrong, say your worry.")


class CannotJoinIn(DomainError):
    """Only while it is decided, and while the price is for one more."""

    words = N_("You cannot join in now. It has ended, or it is for no more people.")


class NotEnoughLeft(DomainError):
    """One's own money does not reach. Told to its owner alone."""

    words = N_(
        "You have %(left)s left for these days. This needs %(needed)s. Nothing was set aside."
    )
    field = "budget"


class PromisedTogether(DomainError):
    """After promises are made, leaving has rules of its own."""

    words = N_("You said yes to sessions still to come. Talk to the group and to them first.")


class PromisedAlready(DomainError):
    """What was promised is not taken back by a press."""

    words = N_("The group said yes to your offer. Talk to them before you change it.")


class HelperIsPaid(DomainError):
    """Whoever looks after the page that is to be paid answers for nobody (pooling P26)."""

    words = N_("You work for whoever is to be paid. So you cannot answer for them here.")


class TieStands(DomainError):
    """Something was promised with them: it is taken back where a bill is looked at."""

    words = N_("Your group has promised with them. You can take this back on your next bill.")


class NotYourMoney(DomainError):
    """Money from personal budgets is decided by those alone who use support (pooling P28)."""

    words = N_("Only people who use support decide about their money. You work or invest here.")
