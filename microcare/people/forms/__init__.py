"""What people type about their account, their way in and their supporters."""

from microcare.people.forms.account import AgreeForm, DeleteForm, EmailForm, NameForm, RoleForm
from microcare.people.forms.acting import NoteForm, SpokenFields
from microcare.people.forms.entry import (
    CodeForm,
    NewPasswordForm,
    PasswordChangeForm,
    PressForm,
    ResetForm,
    SignInForm,
    SignUpForm,
)
from microcare.people.forms.supporters import AuthorisedForm, SupporterForm

__all__ = [
    "AuthorisedForm",
    "NoteForm",
    "SpokenFields",
    "AgreeForm",
    "CodeForm",
    "DeleteForm",
    "EmailForm",
    "NameForm",
    "NewPasswordForm",
    "PasswordChangeForm",
    "PressForm",
    "ResetForm",
    "RoleForm",
    "SignInForm",
    "SignUpForm",
    "SupporterForm",
]
