"""What a plan says the money is for, whose agreement is on file, and what a yes pledges (P13, P14).

Care Act 2014 s.33(3): a direct payment "must only be used" for the needs in the plan. SI 2013/1617:
a personal health budget pays for services in that patient's care plan only.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from microcare.budgets.values.money import Funding
from microcare.kernel.errors import DomainError
from microcare.kernel.words import N_

MOST_PURPOSES = 12


class About(StrEnum):
    """What an agreement with a funder lets somebody do."""

    ISF = "isf"
    PHB = "phb"
    CLOSE = "close"


ABOUT_WORDS = {
    About.ISF: N_("Use my individual service fund here"),
    About.PHB: N_("Use my personal health budget here"),
    About.CLOSE: N_("Pay somebody close to me"),
}
# The money that is in a plan somebody wrote with its owner.
PLANNED = (Funding.DIRECT_PAYMENT, Funding.ISF, Funding.PHB)
# The money that needs an agreement before any of it is set aside (pooling P14).
NEEDS_AGREEMENT = {Funding.ISF: About.ISF, Funding.PHB: About.PHB}


@dataclass(frozen=True, slots=True)
class PurposeTold:
    """What a person's plan says one kind of money is for, in their words and in help terms."""

    funding: Funding
    words: str
    helps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AgreementTold:
    """What a funder agreed to: who said so, when, under which reference, and in what words.

    `listing_id` is the provider that it lets somebody pay, where it is about that.
    """

    about: About
    agreed_by: str
    reference: str
    agreed_on: date
    words: str
    listing_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Pledge:
    """What a yes says of the money it names: the purpose it meets, or why it is right without.

    `is_close` is whether whoever is paid is a partner, or a close relative in the same home.
    """

    purpose_id: UUID | None = None
    outside: str = ""
    is_close: bool = False


NO_PLEDGE = Pledge()


class NeedsAgreement(DomainError):
    """Money that somebody else holds needs their agreement first."""

    words = N_("Whoever holds this money must agree first. Then write down what they agreed to.")
    field = "funding"


class HeldForYou(DomainError):
    """The council or the NHS holds the money, so nobody else can promise it."""

    words = N_(
        "They hold this money, so you cannot promise it here."
        " Ask your social worker or NHS team for a direct payment."
    )
    words_with_whom = N_(
        "They hold this money, so you cannot promise it here. Ask for a direct payment: %(ask)s"
    )
    field = "funding"


class AgreementIsOver(DomainError):
    """Money that somebody else holds is promised while they agree to it (P14)."""

    words = N_("What was agreed about this money has ended. Write down the new agreement first.")
    field = "budget"


class PickYourPurpose(DomainError):
    """A spend meets a purpose in that person's plan (P13)."""

    words = N_("Pick what your plan says this is for")
    field = "purpose"


class NotInCarePlan(DomainError):
    """Health money pays for what the care plan names, and for nothing else."""

    words = N_("Your care plan must name it. Ask your NHS team to add it first.")
    field = "purpose"


class PaysSomebodyClose(DomainError):
    """Care and Support (Direct Payments) Regulations 2014, regulation 3."""

    words = N_("Your funder must agree first. Ask them, then write down what they agreed to.")
    field = "close"


class EnoughPurposes(DomainError):
    """A plan is a handful of purposes."""

    words = N_("You have written %(most)d already. End one first.")


class AgreedInFuture(DomainError):
    """An agreement on file was made."""

    words = N_("Write a day up to today")
    field = "agreed_on"
