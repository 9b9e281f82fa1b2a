"""Reads for the search pages, and of what was looked for."""

from microcare.search.queries.patches import patch_for_place
from microcare.search.queries.personal import personal_data
from microcare.search.queries.terms import matched_helps
from microcare.search.queries.ways import ways_on
from microcare.search.queries.wished import not_found

__all__ = [
    "matched_helps",
    "not_found",
    "patch_for_place",
    "personal_data",
    "ways_on",
]
