"""SQLite databases that are up to date and empty: migrated once for all tests, then copied."""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from services.lontar import MIGRATIONS
from shared.database import Database, embedded_url
from shared.migrations import migrate


def migrated_file(service: str, folder: Path) -> str:
    """The URL of a new database of this service, where an embedded Lontar on `folder` has it."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{service}.db").write_bytes(_migrated(service))
    return embedded_url(folder, service)


@cache
def _migrated(service: str) -> bytes:
    with TemporaryDirectory() as name:
        folder = Path(name)
        database = Database(embedded_url(folder, service))
        migrate(database, MIGRATIONS[service])
        database.close()
        return (folder / f"{service}.db").read_bytes()
