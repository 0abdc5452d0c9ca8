"""Runs the migrations of one service: the road's tables, then its own."""

from alembic import context
from sqlalchemy import text

connection = context.config.attributes["connection"]
context.configure(connection=connection, transaction_per_migration=False)

with context.begin_transaction():
    if connection.dialect.name == "postgresql":
        # Two processes that migrate at once take turns.
        connection.execute(text("select pg_advisory_xact_lock(hashtext('lontar migrate'))"))
    context.run_migrations()
