"""Finds documents: pages of results with counts, totals alone, and points for the map."""

from microcare.index.queries.find import count, find, nearest
from microcare.index.queries.points import points
from microcare.index.queries.reading import read_words

__all__ = ["count", "find", "nearest", "points", "read_words"]
