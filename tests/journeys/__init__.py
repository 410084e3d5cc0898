"""Whole journeys, and everything that goes wrong in them, against a real office."""
