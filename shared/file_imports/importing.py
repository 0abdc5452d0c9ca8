"""Imports by call: a file is checked, kept for an hour, and then imported as it was checked."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from shared.clock import Clock
from shared.database import Database
from shared.errors import Conflict, Forbidden
from shared.file_imports.checked import CheckedFile, CheckedFiles
from shared.file_imports.uploads import UnusableFile, decoded, fingerprint, on_disk, unusable

SHOWN_ERRORS = 200
SHOWN_RECORDS = 20


@dataclass(frozen=True, kw_only=True)
class WrongCell:
    """row: as a spreadsheet counts; column None: the row as a whole."""

    row: int
    column: str | None
    reason: str


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What became, or would become, of a file.

    rows        below the header, without blank ones
    added       of which nothing was imported before
    changed     that said something else before
    unchanged   that say nothing new
    refused     that are wrong; whether the others go on without them, `goes_on` says
    errors      of these rows, or of the header
    truncated   the rest of the file was not looked at: too much is wrong with it
    records     the first of what is added or changed: its key, and which of the two
    """

    rows: int
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: int = 0
    errors: list[WrongCell] = field(default_factory=list)
    truncated: bool = False
    records: list[tuple[str, str]] = field(default_factory=list)

    @property
    def goes_on(self) -> bool:
        """Whether anything of the file can be imported as it is."""
        return bool(self.added or self.changed or self.unchanged)


Read = Callable[[str, Path, bool], Outcome]
"""(kind, file, whether it is only looked at); raises UnusableFile"""


class FileImports:
    """table   of checked files, the service's own
    read    what the service does with a file
    """

    def __init__(self, database: Database, table: Any, read: Read, clock: Clock):
        self._database = database
        self._table = table
        self._read = read
        self._clock = clock

    def check(self, kind: str, file_name: str, content: str, by: str) -> dict[str, Any]:
        """Say what an import would do, and keep the file for it. Raises ValidationError."""
        plain = decoded(content)
        file = CheckedFile(
            file_id=fingerprint(kind, file_name, by, plain),
            kind=kind,
            file_name=file_name,
            content=plain,
            checked_by=by,
        )
        outcome = self._outcome(file, dry_run=True)
        if outcome.goes_on:
            with self._database.transaction() as session:
                CheckedFiles(session, self._table).keep(file, self._clock.now())
        return _view(file, outcome, imported=False)

    def apply(self, file_id: str, by: str) -> dict[str, Any]:
        """Import what was checked; again, it changes nothing.

        Raises NotFound (its hour is over), Forbidden, Conflict (nothing of it can be imported),
        ValidationError.
        """
        with self._database.reading() as session:
            file = CheckedFiles(session, self._table).get(file_id, self._clock.now())
        if file.checked_by != by:
            raise Forbidden("only whoever checked a file may import it")
        outcome = self._outcome(file, dry_run=False)
        if not outcome.goes_on:
            raise Conflict(
                f"{len(outcome.errors)} errors are in the file by now, and nothing was imported: "
                "check it again"
            )
        return _view(file, outcome, imported=True)

    def forget_old(self) -> None:
        """Delete the files that nobody imported within their hour."""
        with self._database.transaction() as session:
            CheckedFiles(session, self._table).forget_old(self._clock.now())

    def _outcome(self, file: CheckedFile, *, dry_run: bool) -> Outcome:
        try:
            with on_disk(file.content, file.file_name) as path:
                try:
                    return self._read(file.kind, path, dry_run)
                except UnusableFile as error:
                    raise unusable(str(error).replace(str(path), file.file_name)) from None
        except UnusableFile as error:
            raise unusable(str(error)) from None


def _view(file: CheckedFile, outcome: Outcome, *, imported: bool) -> dict[str, Any]:
    return {
        "file_id": file.file_id,
        "kind": file.kind,
        "file_name": file.file_name,
        "imported": imported,
        "goes_on": outcome.goes_on,
        **{name: getattr(outcome, name) for name in _NUMBERS},
        "errors": [vars(one) for one in outcome.errors[:SHOWN_ERRORS]],
        "more_errors": max(len(outcome.errors) - SHOWN_ERRORS, 0),
        "truncated": outcome.truncated,
        "records": [
            {"record": key, "change": change} for key, change in outcome.records[:SHOWN_RECORDS]
        ],
    }


_NUMBERS = ("rows", "added", "changed", "unchanged", "refused")
