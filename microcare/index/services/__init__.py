"""Puts documents in the index and takes them out, inside the caller's transaction."""

from microcare.index.services.put import put_document, put_documents
from microcare.index.services.rebuild import rebuild
from microcare.index.services.remove import remove_document

__all__ = ["put_document", "put_documents", "rebuild", "remove_document"]
