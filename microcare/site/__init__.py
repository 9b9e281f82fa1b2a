"""Where several features meet on one page, and what fills an empty site."""
