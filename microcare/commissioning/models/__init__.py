"""What is wanted, asked, offered and agreed, and what each yes pledged."""

from microcare.commissioning.models.agreeing import (
    Agreement,
    Brief,
    Budding,
    BuddingMover,
    CareSession,
    Offer,
    OfferRequest,
    OwnKey,
    OwnKeyBudget,
    OwnMost,
    PrivateNote,
    ReviewAsked,
    SessionReplacement,
    SessionShare,
)
from microcare.commissioning.models.pledges import OwnPurpose
from microcare.commissioning.models.stops import PlanWait, WorkStop
from microcare.commissioning.models.ties import PaidTie
from microcare.commissioning.models.witnessing import WitnessedYes, YesWitness

__all__ = [
    "Agreement",
    "Brief",
    "Budding",
    "BuddingMover",
    "CareSession",
    "Offer",
    "OfferRequest",
    "OwnKey",
    "OwnKeyBudget",
    "OwnMost",
    "OwnPurpose",
    "PaidTie",
    "PlanWait",
    "PrivateNote",
    "ReviewAsked",
    "SessionReplacement",
    "SessionShare",
    "WitnessedYes",
    "YesWitness",
    "WorkStop",
]
