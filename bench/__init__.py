"""Measurements: each prints ratios taken within one run."""
