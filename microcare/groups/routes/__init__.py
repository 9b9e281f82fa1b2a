"""My groups, and finding somebody to share with. One journey a file."""

from microcare.groups.routes import asking, coops, finding, groups, meeting
from microcare.groups.routes.blueprint import blueprint

__all__ = ["asking", "blueprint", "coops", "finding", "groups", "meeting"]
