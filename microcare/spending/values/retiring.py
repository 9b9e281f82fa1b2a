"""When a closed group's book may go."""

from datetime import date

from microcare.kernel.errors import DomainError
from microcare.kernel.words import N_

# Councils ask for the current year and six (Warwickshire, after CIPFA); a setting.
RETENTION_YEARS = 6


class KeptUntil(DomainError):
    """The book must still be kept; until when, or None while the group is not closed."""

    words = N_("This group has not closed, so its book is kept.")

    def __init__(self, until: date | None):
        if until is None:
            super().__init__()
        else:
            super().__init__(N_("This book must be kept until %(day)s."), day=until.isoformat())
