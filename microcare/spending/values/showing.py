"""How long and how often a statement may be shown by a link (pooling P29)."""

from datetime import timedelta

from microcare.kernel.errors import DomainError
from microcare.kernel.words import N_

# Long enough for an office to get to it, short enough to be forgotten without harm.
LINK_LASTS = timedelta(days=28)
MOST_LINKS = 5


class EnoughLinks(DomainError):
    """No more than MOST_LINKS of one budget at a time."""

    words = N_("You have %(most)d links already. Stop one first.")
