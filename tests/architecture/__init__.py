"""Guards of the house rules."""
