"""Pages that show several features at once, and pages that are only words."""

from microcare.site.routes import health, helping, home, listing, mine, texts
from microcare.site.routes.blueprint import blueprint

__all__ = ["blueprint", "health", "helping", "home", "listing", "mine", "texts"]
