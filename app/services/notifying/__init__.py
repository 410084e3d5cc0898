"""Notifications: made available, opened, refused, run out, carried home on paper; each outcome with its proof."""
