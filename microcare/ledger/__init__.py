"""Accounts, moves of pence and holds. Knows nothing of care, groups or people: only random ids."""
