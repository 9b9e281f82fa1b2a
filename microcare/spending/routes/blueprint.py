"""The blueprint that every journey here hangs on."""

from flask import Blueprint

blueprint = Blueprint("spending", __name__)
