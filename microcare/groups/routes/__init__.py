"""My groups, and finding somebody to share with. One journey a file."""

from microcare.groups.routes import finding, groups, meeting
from microcare.groups.routes.blueprint import blueprint

__all__ = ["blueprint", "finding", "groups", "meeting"]
