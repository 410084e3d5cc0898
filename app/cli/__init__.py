"""Composition root of commands: what ./ventanilla does with an office, other than run it (see app.embedded)."""
