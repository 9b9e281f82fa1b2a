"""The public search: what would help, and where."""
