"""What a group and a provider are asked, in plain words."""

from microcare.commissioning.forms.asking import (
    BriefForm,
    BudForm,
    EmptyForm,
    JoinForm,
    OfferForm,
    PaysCloseForm,
    PlanForm,
    PlanForSomebodyForm,
)
from microcare.commissioning.forms.sharing import MostForm, SharingForm, sharing_form
from microcare.commissioning.forms.ties import ChooseForm
from microcare.commissioning.forms.witnessing import ToldForm, WitnessedForm, WitnessForm

__all__ = [
    "BriefForm",
    "BudForm",
    "ChooseForm",
    "EmptyForm",
    "JoinForm",
    "MostForm",
    "OfferForm",
    "PaysCloseForm",
    "PlanForSomebodyForm",
    "PlanForm",
    "SharingForm",
    "ToldForm",
    "WitnessForm",
    "WitnessedForm",
    "sharing_form",
]
