"""Rows and queries. Functions take a session, never commit, and call nothing above."""
