"""Pages asked for over HTTP inside one process, with the outside world in memory."""
