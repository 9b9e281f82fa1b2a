"""Letters that a feature owes, written in its own transaction and delivered after it commits."""
