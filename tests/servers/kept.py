"""Databases that are migrated once for a whole run: that takes longer than most tests."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from secrets import token_hex

import psycopg2

from tests.servers.databases import create_database, drop_database

_CUT = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
_EMPTY = """
DO $$
DECLARE
    found name;
    has_rows boolean;
    full_ones text[] := '{}';
BEGIN
    FOR found IN SELECT tablename FROM pg_tables
        WHERE schemaname = 'public' AND tablename <> 'alembic_version'
    LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM %I)', found) INTO has_rows;
        IF has_rows THEN full_ones := full_ones || format('%I', found); END IF;
    END LOOP;
    IF full_ones <> '{}' THEN
        EXECUTE 'TRUNCATE ' || array_to_string(full_ones, ', ') || ' RESTART IDENTITY CASCADE';
    END IF;
END $$
"""
"""Emptying an empty table takes as long as a full one."""


class KeptDatabases:
    """One database of each service, lent to one test after the other and emptied in between; and
    one that nobody uses, of which there are copies.
    """

    def __init__(self, admin_url: str, migrate: Callable[[str, str], None]):
        """migrate(service, url): bring a new database up to date"""
        self._admin_url = admin_url
        self._migrate = migrate
        self._urls: dict[str, str] = {}
        self._templates: dict[str, str] = {}

    @contextmanager
    def lent(self, service: str) -> Iterator[str]:
        """The URL of the service's database, up to date and without data."""
        if service not in self._urls:
            self._urls[service] = self._new(service)
        url = self._urls[service]
        yield url
        _empty(url)

    @contextmanager
    def copied(self, service: str) -> Iterator[str]:
        """The URL of a new one, for tests that cut its connections or let several work on it."""
        url = self._new(service)
        yield url
        drop_database(self._admin_url, _name(url))

    def close(self) -> None:
        for url in [*self._urls.values(), *self._templates.values()]:
            drop_database(self._admin_url, _name(url))

    def _new(self, service: str) -> str:
        if service not in self._templates:
            url = create_database(self._admin_url, f"{service}_template_{token_hex(4)}")
            self._migrate(service, url)
            self._templates[service] = url
        template = _name(self._templates[service])
        return create_database(self._admin_url, f"{service}_{token_hex(4)}", template)


def _name(url: str) -> str:
    return url.rsplit("/", 1)[1]


def _empty(url: str) -> None:
    """Cut whoever is connected, and delete all rows."""
    with closing(psycopg2.connect(url)) as connection, connection, connection.cursor() as cursor:
        cursor.execute(_CUT)
        cursor.execute(_EMPTY)
