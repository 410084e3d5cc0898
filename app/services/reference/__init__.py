"""Tables that analysts own: what they say, since when, and who changed it."""
