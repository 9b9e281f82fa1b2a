"""The blueprint of people. Every page of it is private: never stored, never indexed."""

from flask import Blueprint

from microcare.extensions import limiter
from microcare.web.headers import private

blueprint = Blueprint("people", __name__)
blueprint.before_request(private)

# By network address, on everything that can be guessed at. A library's readers share one, so it is
# wide; the narrow limit is per account (services/guesses.py).
few = limiter.shared_limit("60/minute;600/hour", scope="people")
