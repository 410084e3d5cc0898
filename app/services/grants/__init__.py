"""Grants: calls as data, applications, awards, and their payment."""
