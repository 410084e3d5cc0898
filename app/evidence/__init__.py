"""Canonical events, hash chains, bundles and their verifier. Pure."""
