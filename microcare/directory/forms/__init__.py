"""The directory's forms: one a question, and those a visitor sends."""

from microcare.directory.forms.ask import AnswerForm, AskForm, PressForm, ReportForm
from microcare.directory.forms.cost import (
    CostTermsForm,
    PayingForm,
    PriceForm,
    RoomForm,
    SharingForm,
)
from microcare.directory.forms.offer import (
    HelpForm,
    ServedForm,
    TimesForm,
    VenueForm,
    WhereForm,
    WhoForForm,
    WorkForm,
)
from microcare.directory.forms.terms import TermForm
from microcare.directory.forms.trust import (
    AccessForm,
    ChecksForm,
    LanguagesForm,
    OwnershipForm,
    PrinciplesForm,
    StoryForm,
    TreatmentForm,
)
from microcare.directory.forms.who import (
    NameForm,
    PeopleForm,
    ReachedForm,
    StartForm,
    SummaryForm,
    VisitForm,
)

__all__ = [
    "AccessForm",
    "AnswerForm",
    "AskForm",
    "ChecksForm",
    "CostTermsForm",
    "HelpForm",
    "LanguagesForm",
    "NameForm",
    "OwnershipForm",
    "PayingForm",
    "PeopleForm",
    "PressForm",
    "PriceForm",
    "PrinciplesForm",
    "ReachedForm",
    "ReportForm",
    "RoomForm",
    "ServedForm",
    "SharingForm",
    "StartForm",
    "StoryForm",
    "TermForm",
    "SummaryForm",
    "TimesForm",
    "TreatmentForm",
    "VenueForm",
    "VisitForm",
    "WhereForm",
    "WhoForForm",
    "WorkForm",
]
