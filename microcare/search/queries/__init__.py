"""Reads for the search pages, and of what was looked for."""

from microcare.search.queries.patches import patch_for_place
from microcare.search.queries.terms import matched_helps
from microcare.search.queries.ways import ways_on
from microcare.search.queries.wished import looked_for, requests_for_patches

__all__ = [
    "looked_for",
    "matched_helps",
    "patch_for_place",
    "requests_for_patches",
    "ways_on",
]
