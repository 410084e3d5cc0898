"""One module per area of operators; `load()` fills the catalogue."""
