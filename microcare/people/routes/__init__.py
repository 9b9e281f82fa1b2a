"""The pages of people: ways in, my data, my supporters, accounts."""

from microcare.people.routes import (
    admin,
    authorised,
    my_data,
    passwords,
    second_step,
    seen,
    sign_in,
    sign_up,
    supporters,
    writing,
)
from microcare.people.routes.blueprint import blueprint
from microcare.people.routes.browser import log_in

__all__ = [
    "admin",
    "authorised",
    "blueprint",
    "log_in",
    "my_data",
    "passwords",
    "second_step",
    "seen",
    "sign_in",
    "sign_up",
    "supporters",
    "writing",
]
