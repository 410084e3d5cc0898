"""Turn form and procedure definitions into pages, schemas and validated answers."""
