"""Alembic's entry: runs migrations on the connection that `crawler.database.migrate` hands over."""

from alembic import context

from crawler.database.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, render_as_batch=True)
context.run_migrations()
