"""Identifiers: random UUIDs for rows, unguessable tokens for links, slugs for addresses."""

import hashlib
import re
import secrets
import unicodedata
import uuid


def new_id() -> uuid.UUID:
    """A random version 4 UUID: tells nothing of when or in what order a row was made."""
    return uuid.uuid4()


def new_token() -> str:
    """A 256-bit secret for a link, URL-safe. Only its `token_hash` is ever stored."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """SHA-256 of a token in hex, 64 characters: what the database keeps of a secret link."""
    return hashlib.sha256(token.encode()).hexdigest()


def slugify(text: str, *, limit: int = 80) -> str:
    """Lower-case ASCII words joined by hyphens, at most `limit` characters; `x` if none is left."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    plain = re.sub(r"['’]", "", plain).lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain)[:limit].strip("-")
    return slug or "x"
