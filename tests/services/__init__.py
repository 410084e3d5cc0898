"""Use cases on a real database, the outside world played by fakes."""
