"""Flask plumbing that every feature shares."""
