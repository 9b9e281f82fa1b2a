"""One length, for people who think in miles and tables that hold metres."""

# The international mile.
METRES_IN_A_MILE = 1609.344
