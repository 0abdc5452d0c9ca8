"""Databases on a PostgreSQL server that exists."""

from contextlib import closing
from urllib.parse import urlsplit

import psycopg2
from psycopg2 import sql


def create_database(admin_url: str, name: str, template: str = "template0") -> str:
    """Make a database, empty or as a template is, and return its URL. Raises psycopg2.Error.

    template   a database to which nobody is connected; not template1, which another run may use
    """
    _execute(admin_url, "CREATE DATABASE {} TEMPLATE {}", name, template)
    return urlsplit(admin_url)._replace(path=f"/{name}").geturl()


def drop_database(admin_url: str, name: str) -> None:
    """Delete a database, if it exists, and cut whoever is connected to it."""
    _execute(admin_url, "DROP DATABASE IF EXISTS {} WITH (FORCE)", name)


def _execute(admin_url: str, statement: str, *names: str) -> None:
    with closing(psycopg2.connect(admin_url)) as connection:
        connection.autocommit = True  # these statements refuse a transaction
        identifiers = [sql.Identifier(name) for name in names]
        connection.cursor().execute(sql.SQL(statement).format(*identifiers))
