"""Procedures as data: read from a folder, judged, tried, published by content hash."""
