"""Pages of sessions, bills and money back, of leaving and of an end."""

from microcare.spending.routes import bills, calendar, leaving, provider, sessions
from microcare.spending.routes.blueprint import blueprint

__all__ = ["bills", "blueprint", "calendar", "leaving", "provider", "sessions"]
