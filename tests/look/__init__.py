"""The skin of the pages: tokens, templates, contrast."""
