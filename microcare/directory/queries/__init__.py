"""Reads of the directory. Those for everybody read approved documents only."""

from microcare.directory.queries.answers import answers_of, checks_seen
from microcare.directory.queries.messages import (
    question_answered,
    question_by_id,
    question_to_answer,
    questions_to,
    reports_open,
    still_right_link,
    words_from_catalyst,
)
from microcare.directory.queries.personal import personal_data
from microcare.directory.queries.public import (
    is_open,
    public_listing,
    public_listing_by_id,
    public_listings,
    public_listings_by_ids,
)
from microcare.directory.queries.taxonomy import help_terms, help_terms_by_slugs
from microcare.directory.queries.working import (
    Review,
    history_of,
    interested_ids,
    is_kept_by,
    keeper_ids,
    listing_by_id,
    listing_for_review,
    listing_to_answer,
    listings_kept_by,
    listings_of_patches,
    listings_waiting,
    private_postcode,
    versions_of,
)

__all__ = [
    "Review",
    "answers_of",
    "question_answered",
    "question_by_id",
    "question_to_answer",
    "questions_to",
    "reports_open",
    "still_right_link",
    "words_from_catalyst",
    "checks_seen",
    "help_terms",
    "help_terms_by_slugs",
    "history_of",
    "interested_ids",
    "is_kept_by",
    "is_open",
    "keeper_ids",
    "listing_by_id",
    "listing_for_review",
    "listing_to_answer",
    "listings_kept_by",
    "listings_of_patches",
    "listings_waiting",
    "personal_data",
    "private_postcode",
    "public_listing",
    "public_listing_by_id",
    "public_listings",
    "public_listings_by_ids",
    "versions_of",
]
