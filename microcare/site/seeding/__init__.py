"""Fills an empty site: with a believable place to try it on, or with a whole made-up country."""
