"""Tools of those who develop the office."""
