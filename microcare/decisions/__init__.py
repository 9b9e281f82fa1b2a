"""Proposals, answers and outcomes. Handed the electorate and the bytes that they decide on."""
