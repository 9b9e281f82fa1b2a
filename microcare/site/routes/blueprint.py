"""The blueprint that every page of the site adds to."""

from flask import Blueprint

blueprint = Blueprint("site", __name__)
