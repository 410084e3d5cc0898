"""The demonstration town, with its people and its week. Everything that it issues says so."""
