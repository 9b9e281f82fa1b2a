"""The one blueprint that the files of this folder add to."""

from flask import Blueprint

blueprint = Blueprint("budgets", __name__)
# The page that shows what is promised with whom stands above: in site.
MONEY = "/my/money"
