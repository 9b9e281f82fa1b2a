"""Writes about people, one journey a file. Nothing here commits."""

from microcare.people.services.accounts import erase, mark_provider, register, rename
from microcare.people.services.acting import (
    act_for,
    authorise,
    note_deed,
    note_sight,
    pass_on,
    still_reaches,
    still_speaks,
)
from microcare.people.services.addresses import ask_to_change_email, confirm_new_email
from microcare.people.services.deaths import close_for_death, open_after_mistake
from microcare.people.services.links import make_link, send_link, use_link
from microcare.people.services.password_changes import (
    change_password,
    reset_password,
    send_reset_link,
)
from microcare.people.services.roles import end_role, grant_role
from microcare.people.services.second_step import (
    app_address,
    begin_second_step,
    check_code,
    confirm_app,
    forget_app,
    note_wrong_code,
    renew_recovery_codes,
)
from microcare.people.services.seen import record_access, record_each
from microcare.people.services.sign_ins import (
    SEEN_EVERY,
    end_every_sign_in,
    end_sign_in,
    note_seen,
    start_sign_in,
)
from microcare.people.services.sign_up import ask_to_sign_up, confirm_sign_up
from microcare.people.services.signing_in import (
    note_wrong_password,
    person_with_link,
    person_with_password,
    send_sign_in_link,
)
from microcare.people.services.supporters import agree_to_support, ask_to_support, stop_support
from microcare.people.services.tidying import delete_account, tidy
from microcare.people.services.writing import forget_writing, keep_writing

__all__ = [
    "act_for",
    "authorise",
    "note_deed",
    "note_sight",
    "pass_on",
    "still_reaches",
    "still_speaks",
    "SEEN_EVERY",
    "agree_to_support",
    "app_address",
    "ask_to_change_email",
    "ask_to_sign_up",
    "ask_to_support",
    "begin_second_step",
    "change_password",
    "check_code",
    "close_for_death",
    "confirm_app",
    "confirm_new_email",
    "confirm_sign_up",
    "delete_account",
    "end_every_sign_in",
    "end_role",
    "end_sign_in",
    "erase",
    "forget_app",
    "forget_writing",
    "grant_role",
    "keep_writing",
    "make_link",
    "mark_provider",
    "note_seen",
    "note_wrong_code",
    "record_access",
    "record_each",
    "renew_recovery_codes",
    "note_wrong_password",
    "open_after_mistake",
    "person_with_link",
    "person_with_password",
    "register",
    "rename",
    "reset_password",
    "send_link",
    "send_reset_link",
    "send_sign_in_link",
    "start_sign_in",
    "stop_support",
    "tidy",
    "use_link",
]
