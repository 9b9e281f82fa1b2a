"""Reads of what is wanted, offered and agreed. Money is always one person's own."""

from microcare.commissioning.queries.pages import group_view, group_views
from microcare.commissioning.queries.personal import personal_data
from microcare.commissioning.queries.provider import request_views, requests_for
from microcare.commissioning.queries.stopped import stopped_promises
from microcare.commissioning.queries.working import (
    agreed_offers,
    agreement_of,
    brief_of,
    last_agreement,
    most_in,
    offer_of_group,
    own_most,
    promises_of,
    replaced_sessions,
    request_between,
    request_by_id,
    requests_of_group,
    requests_of_sessions,
    running_plans,
    sessions_ahead,
    sessions_to_replace,
)

__all__ = [
    "agreed_offers",
    "agreement_of",
    "brief_of",
    "group_view",
    "group_views",
    "last_agreement",
    "most_in",
    "offer_of_group",
    "own_most",
    "personal_data",
    "promises_of",
    "replaced_sessions",
    "request_between",
    "request_by_id",
    "request_views",
    "requests_for",
    "requests_of_group",
    "requests_of_sessions",
    "running_plans",
    "sessions_ahead",
    "sessions_to_replace",
    "stopped_promises",
]
