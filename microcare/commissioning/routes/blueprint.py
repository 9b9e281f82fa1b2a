"""The blueprint that every journey here adds to."""

from flask import Blueprint

blueprint = Blueprint("commissioning", __name__)
