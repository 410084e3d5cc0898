"""Adapters, each against a local server that speaks its protocol."""
