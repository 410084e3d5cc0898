"""Tests of events, chains, bundles and the verifier."""
