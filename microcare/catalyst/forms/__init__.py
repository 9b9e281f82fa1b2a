"""The desk's forms: an answer, what was seen of a check, an idea, whom to ring."""

from microcare.catalyst.forms.answer import (
    AnswerForm,
    MistakeForm,
    NoteForm,
    SettleForm,
    StopForm,
    TieForm,
)
from microcare.catalyst.forms.checks import SeenForm, check_form
from microcare.catalyst.forms.contact import ContactForm
from microcare.catalyst.forms.ideas import GiveForm, IdeaForm
from microcare.catalyst.forms.people import IntroduceForm

__all__ = [
    "AnswerForm",
    "ContactForm",
    "GiveForm",
    "IdeaForm",
    "IntroduceForm",
    "MistakeForm",
    "NoteForm",
    "SeenForm",
    "SettleForm",
    "StopForm",
    "TieForm",
    "check_form",
]
