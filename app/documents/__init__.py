"""Build and read PDF, CMS and uploads. The only importer of pyHanko and typst."""
