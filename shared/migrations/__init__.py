"""Brings a service's database up to date, and knows whether it is.

Two lines of revisions run side by side: the road's tables (here) and the service's own.
"""

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from shared.database import Database

_HERE = Path(__file__).parent


class NotMigrated(Exception):
    """The database is not at the version of this code; its text says what to run."""


def migrate(database: Database, service_migrations: Path) -> None:
    """Upgrade to the newest version. Safe to repeat, and to run from two places at once."""
    if _found(database) == _wanted(service_migrations):
        return
    config = _config(service_migrations)
    with database.engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "heads")


def check_migrated(database: Database, service_migrations: Path, service: str) -> None:
    """Raise NotMigrated unless the database is at exactly the newest version."""
    wanted, found = _wanted(service_migrations), _found(database)
    if found != wanted:
        raise NotMigrated(
            f"the database of {service} is at {_names(found)}, this code needs {_names(wanted)}: "
            f"run `python -m services.{service} migrate`"
        )


@cache
def _wanted(service_migrations: Path) -> frozenset[str]:
    """Reading the revisions takes longer than anything else here."""
    return frozenset(ScriptDirectory.from_config(_config(service_migrations)).get_heads())


def _found(database: Database) -> frozenset[str]:
    with database.engine.connect() as connection:
        return frozenset(MigrationContext.configure(connection).get_current_heads())


def _config(service_migrations: Path) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_HERE))
    config.set_main_option("path_separator", "newline")
    config.set_main_option("version_locations", f"{_HERE / 'versions'}\n{service_migrations}")
    return config


def _names(revisions: frozenset[str]) -> str:
    return " + ".join(sorted(revisions)) or "no version"
