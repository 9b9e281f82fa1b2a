"""Pages that show several features at once, and pages that are only words."""

from microcare.site.routes import health, home, listing, mine, texts
from microcare.site.routes.blueprint import blueprint

__all__ = ["blueprint", "health", "home", "listing", "mine", "texts"]
