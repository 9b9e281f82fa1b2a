"""People, how they sign in, their roles, and who may act for whom."""
