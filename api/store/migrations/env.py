"""Alembic's entry: it runs the revisions on the connection that `api.store.migrate` opened."""

from __future__ import annotations

from alembic import context

from api.store.tables import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,  # SQLite cannot alter a column in place
)
context.run_migrations()
