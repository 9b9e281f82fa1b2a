"""People who want the same thing: a few of them, known to each other and to nobody else."""
