"""Measurements that anyone can repeat: `make bench SUITE=search [QUICK=1]`."""
