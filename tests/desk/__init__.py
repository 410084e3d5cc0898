"""The desk's pages behind a client, with the outside world in memory."""
