"""Listings: drafting, checks, versions, publishing, freshness, questions, reports and import."""
