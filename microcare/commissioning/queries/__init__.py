"""Reads of what is wanted, offered and agreed. Money is always one person's own."""

from microcare.commissioning.queries.pages import group_view
from microcare.commissioning.queries.personal import personal_data
from microcare.commissioning.queries.working import (
    agreement_of,
    brief_of,
    last_agreement,
    offer_of_group,
    promises_of,
    request_by_id,
    requests_of_group,
    requests_of_listings,
)

__all__ = [
    "agreement_of",
    "brief_of",
    "group_view",
    "last_agreement",
    "offer_of_group",
    "personal_data",
    "promises_of",
    "request_by_id",
    "requests_of_group",
    "requests_of_listings",
]
