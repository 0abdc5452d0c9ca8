"""One database of each service for a whole run: making one takes longer than most tests."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from secrets import token_hex

import psycopg2
from psycopg2 import sql

from tests.servers.databases import create_database, drop_database

_CUT = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
_TABLES = (
    "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version'"
)


class KeptDatabases:
    """Databases that are migrated once, lent to one test after the other and emptied in between."""

    def __init__(self, admin_url: str, migrate: Callable[[str, str], None]):
        """migrate(service, url): bring a new database up to date"""
        self._admin_url = admin_url
        self._migrate = migrate
        self._urls: dict[str, str] = {}

    @contextmanager
    def lent(self, service: str) -> Iterator[str]:
        """The URL of the service's database, up to date and without data."""
        if service not in self._urls:
            url = create_database(self._admin_url, f"{service}_{token_hex(4)}")
            self._migrate(service, url)
            self._urls[service] = url
        url = self._urls[service]
        yield url
        _empty(url)

    def close(self) -> None:
        for url in self._urls.values():
            drop_database(self._admin_url, url.rsplit("/", 1)[1])


def _empty(url: str) -> None:
    """Cut whoever is connected, and delete all rows."""
    with closing(psycopg2.connect(url)) as connection, connection, connection.cursor() as cursor:
        cursor.execute(_CUT)
        cursor.execute(_TABLES)
        tables = [sql.Identifier(name) for (name,) in cursor.fetchall()]
        cursor.execute(
            sql.SQL("TRUNCATE {} RESTART IDENTITY CASCADE").format(sql.SQL(", ").join(tables))
        )
