"""Pages of one person's money, and of funders for the admin."""

from microcare.budgets.routes import funders, money, plans
from microcare.budgets.routes.blueprint import blueprint

__all__ = ["blueprint", "funders", "money", "plans"]
