"""The tests of the office."""
