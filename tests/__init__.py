"""The checks on microcare, and what they share."""
