"""A made-up country of any size, the same each time, to measure on."""
