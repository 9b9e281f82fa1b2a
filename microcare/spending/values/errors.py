"""The rules of billing, paying and leaving, each with words for who breaks it."""

from microcare.kernel.errors import DomainError
from microcare.kernel.words import N_


class SessionNotYet(DomainError):
    """Nobody knows yet what will become of a session that is still to come."""

    words = N_("This session is still to come.")


class PlaceTaken(DomainError):
    """A newer plan took the place of this session, so nothing can become of it (pooling P20)."""

    words = N_("A newer plan took the place of this session. Nothing is owed for it.")


class MarkedOtherwise(DomainError):
    """What took place stays so."""

    words = N_("Somebody has said already what became of this session.")


class NoPartInIt(DomainError):
    """Who promised nothing for a session says nothing of it (P19)."""

    words = N_("You have no part in this session, so others say what became of it.")


class NothingToLetGo(DomainError):
    """Only what was said to be owed, and is promised still, can be let go by both (P3)."""

    words = N_("There is nothing to let go here. Nothing was changed.")


class StandsOnBill(DomainError):
    """A session on a bill is let go by taking the bill back, or by giving money back."""

    words = N_("This session is on a bill. The bill must be taken back first.")


class NothingToBill(DomainError):
    """A bill needs a session that took place."""

    words = N_("Tick at least one session")
    field = "sessions"


class AlreadyBilled(DomainError):
    """A session is billed once."""

    words = N_("One of these is on a bill already, or did not take place. Look again.")
    field = "sessions"


class BillAboveAgreed(DomainError):
    """No more than everyone agreed; more needs everyone's new yes (P18)."""

    words = N_("They agreed to %(most)s a session at most. For more, make a new offer.")
    field = "session_pence"


class PaidCannotConfirm(DomainError):
    """Whoever is paid by it, or close to who is, confirms nothing of it (P26)."""

    words = N_("You are paid by it or close to it, so somebody else must look.")


class AlreadyConfirmed(DomainError):
    """The second look must be somebody else's."""

    words = N_("You have looked already. Now somebody else must.")


class NotConfirmedYet(DomainError):
    """First two people say that the total is right."""

    words = N_("Two of you must first say that the total is right.")


class SaidBefore(DomainError):
    """A press counts for the page that it was on, and for none that came after (P9)."""

    words = N_("You sent this before, and it has changed since. Look at how it stands now.")


class NothingToTell(DomainError):
    """What a payment did is told of what was paid (P43)."""

    words = N_("First say that you paid your part. Then say what it did.")


class BillIsSettled(DomainError):
    """Paid or taken back: nothing more is done with it."""

    words = N_("This was settled already. Nothing was changed.")


class NotYours(DomainError):
    """This bill asks nothing of this person."""

    words = N_("This bill asks nothing of you.")


class CannotAskToLook(DomainError):
    """Only where the group has nobody left to look, and only somebody whom one trusts."""

    words = N_("You cannot ask them to look at this bill. Look at the bill again.")


class RefundTooSoon(DomainError):
    """A bill that nobody has found right is taken back, and needs no money back."""

    words = N_("They are still looking at this bill. Take it back instead.")
    field = "pence"


class RefundAboveBill(DomainError):
    """No more comes back than stands on the bill for that session (P38).

    What was paid of it is not told: it would say who has not.
    """

    words = N_("This is more than the bill has for that session. It was %(most)s.")
    field = "pence"


class StillUnsettled(DomainError):
    """A group closes when nothing is promised, owed or unpaid (P40)."""

    words = N_("Something is still promised, owed or not paid. It closes by itself after that.")


class GroupHasClosed(DomainError):
    """Nothing is owed in a group that has closed: it would stay so for ever (P40)."""

    words = N_("This group has closed, so no money back can be recorded for it.")
    field = "pence"


class PaymentIsSealed(DomainError):
    """In a group that has closed everything stays as it is (P40)."""

    words = N_("Your group has closed, so this stays as it is.")


class MoneyCameBack(DomainError):
    """What was given back was given back of what was paid (P38)."""

    words = N_("They gave some of it back. So this stays as it is.")


class ShownAsPaid(DomainError):
    """Somebody who shows that they paid has paid (P4)."""

    words = N_("You showed that you paid it. First take that away, under your receipts.")


class TheyAreBack(DomainError):
    """The provider can go on, so promises stand as they did."""

    words = N_("They can go on again. Your promises are as they were.")


class PlanWaits(DomainError):
    """Fewer people are left than the plan needs, so nothing is owed of that day (pooling P36)."""

    words = N_("This plan waits, because too few people are left. So this day cannot be billed.")
