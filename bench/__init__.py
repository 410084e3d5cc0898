"""Benchmarks: each prints ratios and counts measured in one run, never a time alone."""
