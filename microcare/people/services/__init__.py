"""Writes about people, one journey a file. Nothing here commits."""

from microcare.people.services.accounts import erase, mark_provider, register, rename
from microcare.people.services.roles import end_role, grant_role
from microcare.people.services.sign_ins import end_every_sign_in, end_sign_in, start_sign_in

__all__ = [
    "end_every_sign_in",
    "end_role",
    "end_sign_in",
    "erase",
    "grant_role",
    "mark_provider",
    "register",
    "rename",
    "start_sign_in",
]
