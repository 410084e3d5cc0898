"""The one door and the supervisor behind it."""
