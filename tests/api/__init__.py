"""The office as programs see it: /api/v1."""
