"""The rules about people that can be broken, each with words fit to show."""

from microcare.kernel.errors import DomainError
from microcare.kernel.words import N_


class EmailTaken(DomainError):
    """Another account has this address."""

    words = N_("That e-mail is in use. Write a different one.")
    field = "email"


class WeakPassword(DomainError):
    """The password is too short, too well known, or the person's own e-mail address."""

    words = N_("Make the password longer: 10 letters or more.")
    field = "password"


class WrongSignIn(DomainError):
    """The address and the password do not belong together."""

    words = N_("That e-mail and password do not match. Try again, or ask for a link.")
    field = "password"


class WrongPassword(DomainError):
    """The password they have now is not the one written."""

    words = N_("That is not your password now. Try again.")
    field = "current_password"


class WrongCode(DomainError):
    """The code is not the one on the telephone now, or has been used."""

    words = N_("That code did not work. Wait for the next one.")
    field = "code"


class TooManyTries(DomainError):
    """Somebody guessed too often; a rest is asked for, growing with each wrong try."""

    words = N_("That was too many tries. Try again at %(time)s.")
    with_another_way = N_("That was too many tries. Try again at %(time)s, or ask for a link.")
    field = "password"


class LinkUsed(DomainError):
    """The link has done its one job."""

    words = N_("This link has been used. Ask for a new one.")


class LinkTooOld(DomainError):
    """The link's time is over."""

    words = N_("This link is too old. Ask for a new one.")


class PatchNeeded(DomainError):
    """A catalyst is catalyst of a patch; nobody else has one."""

    words = N_("Choose the area that they look after.")
    field = "patch"


class NotForThemselves(DomainError):
    """Nobody can be their own supporter."""

    words = N_("Write somebody else's e-mail, not your own.")
    field = "email"


class LastAdmin(DomainError):
    """The site would be left without anybody who can give roles."""

    words = N_("You are the last person who runs accounts. Give someone else that role first.")


class AuthorityIsOver(DomainError):
    """Whoever acts for somebody may not do so any more, or not this."""

    words = N_("You may not do this for them now. Ask them, or look at what you may do.")


class BeyondAuthority(DomainError):
    """More money than the authority reaches to at once (pooling P30)."""

    words = N_("This is %(sum)s. You may agree to %(most)s at once, and no more.")


class NotTheirsToName(DomainError):
    """An authorised person comes from a council or a court (Care Act 2014 s.32)."""

    words = N_("A council or a court names this person. You cannot do it here.")


class OnlySpeaks(DomainError):
    """An advocate passes on a worry, and neither a yes nor a no."""

    words = N_("An advocate can pass on a worry. A yes or a no is theirs to give.")
    field = "answer"


class NotOnesOwnDeath(DomainError):
    """Nobody records their own."""

    words = N_("This is your own account. Another admin must do it.")


class AlreadyRecorded(DomainError):
    """It is recorded once."""

    words = N_("This is recorded already. Look at the account again.")


class NothingRecorded(DomainError):
    """There is nothing to take back."""

    words = N_("Nothing is recorded here now. Look at the account again.")
