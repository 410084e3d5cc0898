"""Alembic's environment: one connection, handed over by `app.store.migrations`."""

from alembic import context

from app.store import tables
from app.store.db import Base

assert tables.__all__  # noqa: S101 - the import fills the metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=Base.metadata, transaction_per_migration=True)
with context.begin_transaction():
    context.run_migrations()
