"""The blueprint that every journey here adds to."""

from flask import Blueprint

blueprint = Blueprint("groups", __name__)
