"""The directory's tables: working copies, what was checked, what was approved, what was asked."""

from microcare.directory.models.checks import DeclaredInterest, ListingCheck
from microcare.directory.models.history import ListingEvent, ListingStop, ListingVersion
from microcare.directory.models.listing import Listing, ListingKeeper, Organization
from microcare.directory.models.messages import ListingLink, ListingQuestion, ListingReport
from microcare.directory.models.parts import (
    Accessibility,
    Contact,
    CostOption,
    Language,
    Location,
    Phone,
    PrivatePlace,
    Schedule,
    ServiceArea,
)
from microcare.directory.models.taxonomy import ServiceTaxonomy, TaxonomyTerm

__all__ = [
    "Accessibility",
    "Contact",
    "CostOption",
    "DeclaredInterest",
    "Language",
    "Listing",
    "ListingCheck",
    "ListingEvent",
    "ListingKeeper",
    "ListingLink",
    "ListingQuestion",
    "ListingReport",
    "ListingStop",
    "ListingVersion",
    "Location",
    "Organization",
    "Phone",
    "PrivatePlace",
    "Schedule",
    "ServiceArea",
    "ServiceTaxonomy",
    "TaxonomyTerm",
]
