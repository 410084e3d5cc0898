"""Ventanilla, a virtual citizen service office. Importing this package has no effect."""
