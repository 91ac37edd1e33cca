"""Alembic's entry: it is always handed the connection, and runs every step in that one transaction."""

from alembic import context

from storage.nouns.metadata import RECORD

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=RECORD,
    transactional_ddl=True,  # SQLite can, with BEGIN said by us
)
with context.begin_transaction():
    context.run_migrations()
