"""Stand-ins for the outside world: they do what the real ones promise, and remember it."""
