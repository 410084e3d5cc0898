"""Pages of the office through the client of its own web process."""
