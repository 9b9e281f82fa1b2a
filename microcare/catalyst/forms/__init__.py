"""The desk's forms: an answer, what was seen of a check, an idea, whom to ring."""

from microcare.catalyst.forms.answer import AnswerForm, MistakeForm, NoteForm, SettleForm, TieForm
from microcare.catalyst.forms.checks import SeenForm, check_form
from microcare.catalyst.forms.contact import ContactForm
from microcare.catalyst.forms.ideas import GiveForm, IdeaForm

__all__ = [
    "AnswerForm",
    "ContactForm",
    "GiveForm",
    "IdeaForm",
    "MistakeForm",
    "NoteForm",
    "SeenForm",
    "SettleForm",
    "TieForm",
    "check_form",
]
