"""The databases that a command works on: one service's, or all of an embedded installation."""

import fcntl
import time
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

from alembic.migration import MigrationContext
from sqlalchemy.exc import ArgumentError

from shared.database import Database, embedded_url
from shared.migrations import NotMigrated, check_migrated, migrate
from shared.operating.failing import Mistake
from shared.settings import Settings, read_settings

_PATIENCE_SECONDS = 10.0


class Installation:
    """What the environment points to. Nothing is opened before it is asked for.

    migrations   where each service keeps its own, by service name
    """

    def __init__(self, migrations: Mapping[str, Path]):
        self._migrations = migrations

    @cached_property
    def settings(self) -> Settings:
        """Raises BadSetting."""
        return read_settings()

    def databases(self, service: str | None = None) -> dict[str, Database]:
        """By service name: the one of DATABASE_URL, else those of DATA_DIR, or just one of them.

        Raises Mistake, BadSetting, NotMigrated and what the database raises.
        """
        if service is not None and service not in self._migrations:
            raise Mistake(f"there is no service {service!r}, but {', '.join(self._migrations)}")
        found = self._embedded() if self.settings.embedded else self._on_server()
        if service is None:
            return found
        if service not in found:
            raise Mistake(f"DATABASE_URL is the database of {', '.join(found)}, not of {service}")
        return {service: found[service]}

    def database(self, service: str) -> Database:
        """The database of one service. Raises the same."""
        return self.databases(service)[service]

    @property
    def is_new(self) -> bool:
        """Whether this is an embedded installation that holds no data yet."""
        return self.settings.embedded and not any(self._file(name) for name in self._migrations)

    def create(self) -> None:
        """Make the databases of a new embedded installation. Raises OSError, Mistake."""
        folder = self.settings.data_dir
        folder.mkdir(parents=True, exist_ok=True)
        with open(folder / "lontar.lock", "w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                self._wait_for_starting_services()
                return
            for name, migrations in self._migrations.items():
                migrate(self._open_embedded(name), migrations)

    def _wait_for_starting_services(self) -> None:
        """Whoever holds the lock is making the databases right now."""
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while True:
            try:
                self._embedded()
                return
            except Mistake:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.2)

    def _embedded(self) -> dict[str, Database]:
        folder = self.settings.data_dir
        missing = [name for name in self._migrations if not self._file(name)]
        if missing:
            what = "no data" if len(missing) == len(self._migrations) else f"no {missing[0]}.db"
            raise Mistake(
                f"{folder} holds {what} yet: start `python -m services`, set DATA_DIR to where the "
                "data are, or set DATABASE_URL"
            )
        found = {name: self._open_embedded(name) for name in self._migrations}
        try:
            for name, database in found.items():
                check_migrated(database, self._migrations[name], name)
        except NotMigrated as error:
            # What it says to run is for servers.
            fact = str(error).partition(":")[0]
            raise Mistake(
                f"{folder}: {fact}: start `python -m services`, which sees to it"
            ) from None
        return found

    def _on_server(self) -> dict[str, Database]:
        """One database, which knows by its migrations whose it is."""
        try:
            database = Database(str(self.settings.database_url), pool_size=2)
        except (ArgumentError, ValueError):  # its text might hold the password
            raise Mistake("DATABASE_URL is no postgresql://USER:PASSWORD@HOST:PORT/NAME") from None
        with database.engine.connect() as connection:
            heads = MigrationContext.configure(connection).get_current_heads()
        for name, migrations in self._migrations.items():
            if any(head.startswith(f"{name}_") for head in heads):
                check_migrated(database, migrations, name)
                return {name: database}
        raise Mistake(
            "the database of DATABASE_URL belongs to no service of Lontar yet: "
            "run `python -m services.<name> migrate` for it"
        )

    def _file(self, service: str) -> bool:
        return (self.settings.data_dir / f"{service}.db").is_file()

    def _open_embedded(self, service: str) -> Database:
        url = embedded_url(self.settings.data_dir, service)
        return Database(url, source=f"/lontar/{service}")
