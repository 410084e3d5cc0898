"""The same use cases as JSON, under /api/v1: for programs of the town hall and of others.

No cookie is read here: a call says who makes it with `Authorization: Bearer ...`, a key of the staff or what a
citizen was given on coming in. Faults are problem documents (RFC 9457); /api/v1/openapi.json describes everything.
"""
