"""Databases on a PostgreSQL server that exists."""

from contextlib import closing
from urllib.parse import urlsplit

import psycopg2
from psycopg2 import sql


def create_database(admin_url: str, name: str) -> str:
    """Make an empty database and return its URL. Raises psycopg2.Error."""
    # template1 may be in use by another test run, which would refuse us.
    _execute(admin_url, "CREATE DATABASE {} TEMPLATE template0", name)
    return urlsplit(admin_url)._replace(path=f"/{name}").geturl()


def drop_database(admin_url: str, name: str) -> None:
    """Delete a database, if it exists, and cut whoever is connected to it."""
    _execute(admin_url, "DROP DATABASE IF EXISTS {} WITH (FORCE)", name)


def _execute(admin_url: str, statement: str, name: str) -> None:
    with closing(psycopg2.connect(admin_url)) as connection:
        connection.autocommit = True  # these statements refuse a transaction
        connection.cursor().execute(sql.SQL(statement).format(sql.Identifier(name)))
