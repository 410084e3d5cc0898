"""Tests of forms, their pages, their schemas and procedures' texts."""
