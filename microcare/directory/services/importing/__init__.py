"""Brings in other people's lists: read the file, clean each row, put the good ones in."""

from microcare.directory.services.importing.mapping import read_mapping
from microcare.directory.services.importing.put import import_rows
from microcare.directory.services.importing.reading import read_rows

__all__ = ["import_rows", "read_mapping", "read_rows"]
